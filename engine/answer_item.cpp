#include "engine/answer_item.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/answered_time.hpp"

namespace engine {

using fleet::Json;

const Json* AnswerItem::member(std::string_view key) const {
    if (!value_.is_object()) return nullptr;
    const auto found = value_.find(key);
    return found == value_.end() ? nullptr : &*found;
}

std::string AnswerItem::text(std::string_view key) const {
    const auto* found = member(key);
    if (found != nullptr && found->is_string() && *found != "") return *found;
    complain(key, "a text that is not empty");
    return {};
}

std::string AnswerItem::text_or_nothing(std::string_view key) const {
    return has(key) ? text(key) : std::string{};
}

fleet::Time AnswerItem::time(std::string_view key) const {
    const auto* found = member(key);
    const auto read = found == nullptr ? std::nullopt : read_answered_time(*found);
    if (!read) complain(key, "a time: epoch seconds, or a text as the AWS CLI writes it");
    return read.value_or(fleet::Time{});
}

bool AnswerItem::is_true(std::string_view key) const {
    const auto* found = member(key);
    if (found != nullptr && !found->is_boolean()) complain(key, "true or false");
    return found != nullptr && *found == true;
}

std::uint64_t AnswerItem::count(std::string_view key) const {
    const auto* found = member(key);
    const bool is_count = found != nullptr && found->is_number_unsigned();
    if (found != nullptr && !is_count) complain(key, "how many");
    return is_count ? found->get<std::uint64_t>() : 0;
}

AnswerItem AnswerItem::object(std::string_view key) const {
    static const Json nothing = Json::object();
    const auto* found = member(key);
    const bool is_object = found != nullptr && found->is_object();
    if (!is_object) complain(key, "an object");
    return {document_, is_object ? *found : nothing, fleet::path_of(path_, key), problems_};
}

void AnswerItem::complain(std::string_view key, std::string_view expected) const {
    const auto* found = member(key);
    if (found == nullptr)
        return add(path_, fmt::format("\"{}\" is missing; expected {}", key, expected));
    add(fleet::path_of(path_, key),
        fmt::format("expected {}, found {}", expected, fleet::excerpt(*found)));
}

void AnswerItem::add(const std::string& path, std::string message) const {
    problems_.add(document_.problem(path, std::move(message)));
}

}  // namespace engine
