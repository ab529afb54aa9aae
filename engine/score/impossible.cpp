#include "engine/score/impossible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace score {

const std::string* wanted(const Entry& entry, std::string_view field) {
    for (const auto& one : entry.wanted)
        if (one.field->name == field && one.values.size() == 1) return &one.values.front();
    return nullptr;
}

const fleet::Json* matched(const Entry& entry, std::string_view key) {
    const auto& match = entry.match.root();
    if (!match.is_object()) return nullptr;
    const auto found = match.find(key);
    return found == match.end() ? nullptr : &*found;
}

const std::string* matched_text(const Entry& entry, std::string_view key) {
    const auto* found = matched(entry, key);
    return found == nullptr ? nullptr : found->get_ptr<const std::string*>();
}

void Impossible::say(const Entry& entry, std::string_view field, const std::string& message,
                     std::string_view consequence) const {
    const auto path = field.empty() ? entry.where : fleet::path_of(entry.where, field);
    problems_.add(scenario_.problem(path, fmt::format("{}: {}", message, consequence)));
}

void Impossible::expect_among(const Entry& entry, std::string_view field, const std::string& word,
                              const std::vector<std::string>& words) const {
    if (std::ranges::find(words, word) != words.end()) return;
    const auto name = field.substr(field.rfind('.') + 1);
    say(entry, field,
        fmt::format("there is no {} {}{}", name, word.empty() ? "\"\"" : word,
                    fleet::did_you_mean(word, words)));
}

}  // namespace score
