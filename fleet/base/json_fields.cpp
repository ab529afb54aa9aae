#include "fleet/base/json_fields.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/offset_time.hpp"

namespace fleet {

Fields::Fields(const Document& document, const Json& value, std::string path, Problems& problems)
    : document_(&document), value_(&value), path_(std::move(path)), problems_(&problems) {
    if (value.is_object()) return;
    problem("", fmt::format("expected an object, found {}", excerpt(value)));
    value_ = nullptr;
}

Fields::Fields(const Document& document, Problems& problems)
    : Fields(document, document.root(), "", problems) {}

void Fields::problem(std::string_view key, std::string message) const {
    problems_->add(
        document_->problem(key.empty() ? path_ : path_of(path_, key), std::move(message)));
}

const Json* Fields::find(std::string_view key) const {
    if (value_ == nullptr) return nullptr;
    const auto found = value_->find(key);
    return found == value_->end() ? nullptr : &*found;
}

void Fields::expected(std::string_view key, std::string_view what) const {
    if (value_ == nullptr) return;  // its absence is a problem already
    const auto* value = find(key);
    problem(key, value == nullptr ? fmt::format("is missing; expected {}", what)
                                  : fmt::format("expected {}, found {}", what, excerpt(*value)));
}

std::string Fields::text(std::string_view key) const {
    const auto* value = find(key);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    expected(key, "a text");
    return {};
}

std::string Fields::text_or(std::string_view key, std::string_view otherwise) const {
    return has(key) ? text(key) : std::string(otherwise);
}

bool Fields::flag_or(std::string_view key, bool otherwise) const {
    const auto* value = find(key);
    if (value == nullptr) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    expected(key, "true or false");
    return otherwise;
}

std::uint64_t Fields::whole_number_or(std::string_view key, std::uint64_t otherwise,
                                      std::uint64_t most) const {
    const auto* value = find(key);
    if (value == nullptr) return otherwise;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() <= most)
        return value->get<std::uint64_t>();
    expected(key, fmt::format("a whole number from 0 to {}", most));
    return otherwise;
}

std::optional<Time> Fields::time_if_any(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) return std::nullopt;
    const auto time = read_aws_time(*value);
    if (!time) expected(key, "a time in epoch seconds");
    return time;
}

std::optional<Time> Fields::exported_time_if_any(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto time = read_exported_time(*value);
    if (!time) expected(key, "a time, in epoch seconds or ISO-8601");
    return time;
}

Time Fields::time(std::string_view key) const {
    if (!has(key)) expected(key, "a time in epoch seconds");
    return time_if_any(key).value_or(Time{});
}

std::string Fields::document_text(std::string_view key) const {
    const auto* value = find(key);
    if (value != nullptr && value->is_object()) return to_line(*value);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    expected(key, "a policy document, as a text or an object");
    return {};
}

Fields Fields::object(std::string_view key) const {
    const auto* value = find(key);
    if (value != nullptr) return {*document_, *value, path_of(path_, key), *problems_};
    expected(key, "an object");
    auto nothing = *this;
    nothing.value_ = nullptr;
    return nothing;
}

const Json* Fields::array(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr || value->is_array()) return value;
    expected(key, "a list");
    return nullptr;
}

std::vector<Fields> Fields::objects(std::string_view key) const {
    std::vector<Fields> fields;
    const auto* list = array(key);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        fields.emplace_back(*document_, (*list)[i], path_of(path_of(path_, key), i), *problems_);
    return fields;
}

std::vector<std::string> Fields::texts(std::string_view key) const {
    std::vector<std::string> texts;
    const auto* list = array(key);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto& element = (*list)[i];
        if (element.is_string())
            texts.push_back(element.get<std::string>());
        else
            problem(path_of(key, i), fmt::format("expected a text, found {}", excerpt(element)));
    }
    return texts;
}

std::vector<std::pair<std::string, std::string>> Fields::all_texts() const {
    std::vector<std::pair<std::string, std::string>> texts;
    if (value_ == nullptr) return texts;
    for (const auto& [key, value] : value_->items()) {
        if (value.is_string())
            texts.emplace_back(key, value.get<std::string>());
        else
            problem(key, fmt::format("expected a text, found {}", excerpt(value)));
    }
    return texts;
}

}  // namespace fleet
