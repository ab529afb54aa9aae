#include "engine/rules_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace engine {

using fleet::Json;
using fleet::path_of;

void RulesReader::add(std::string_view path, std::string message) {
    problems_.add(scenario_.problem(path, std::move(message)));
}

bool RulesReader::is_object_of(const Json& value, std::string_view path,
                               std::span<const std::string_view> keys) {
    if (!value.is_object()) {
        add(path, fmt::format("expected an object, found {}", fleet::excerpt(value)));
        return false;
    }
    const std::vector<std::string> known(keys.begin(), keys.end());
    for (const auto& [key, member] : value.items()) {
        if (std::ranges::find(known, key) == known.end())
            add(path_of(path, key),
                fmt::format("unknown key \"{}\"{}", key, fleet::did_you_mean(key, known)));
    }
    return true;
}

const Json& RulesReader::list(const Json& object, std::string_view key, std::string_view path) {
    static const Json empty = Json::array();
    const auto found = object.find(key);
    if (found == object.end()) return empty;
    if (found->is_array()) return *found;
    add(path_of(path, key), fmt::format("expected a list, found {}", fleet::excerpt(*found)));
    return empty;
}

std::optional<fleet::Time> RulesReader::time(const Json& value, std::string_view path) {
    if (value.is_string()) {
        std::string_view text = value.get_ref<const std::string&>();
        if (const auto moment = fleet::parse_time(text)) return moment;
        const bool is_after_end = text.starts_with("end");
        if (is_after_end) text.remove_prefix(3);
        const auto base = is_after_end ? frame_.end : frame_.start;
        if (is_after_end && text.empty()) return base;
        const bool is_signed = text.starts_with('+') || text.starts_with('-');
        const auto digits = is_signed ? text.substr(1) : std::string_view{};
        const auto offset = digits.starts_with('-') ? std::nullopt : fleet::parse_duration(digits);
        if (offset) return text.front() == '-' ? base - *offset : base + *offset;
    }
    add(path, fmt::format("expected a time such as \"+4h\", \"-31d\", \"end+2h\" or "
                          "\"2018-08-06T04:00:00Z\", found {}",
                          fleet::excerpt(value)));
    return std::nullopt;
}

std::vector<std::string> RulesReader::texts(const Json& value, std::string_view path) {
    std::vector<std::string> result;
    if (!value.is_array()) {
        add(path, fmt::format("expected a list of texts, found {}", fleet::excerpt(value)));
        return result;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i].is_string())
            result.push_back(value[i].get<std::string>());
        else
            add(path_of(path, i),
                fmt::format("expected a text, found {}", fleet::excerpt(value[i])));
    }
    return result;
}

}  // namespace engine
