// What the files of a run directory are written with; private to the module.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>

#include "fleet/base/json.hpp"

namespace report {

/// Compact JSON the engine kept as text goes out as it is: reading it would lose the three decimals
/// of its times. What is no JSON is written as a text.
std::string raw(const std::string& text);
fleet::Json object_of(std::string_view key, fleet::Json value);
/// Makes the folder of `file` where it is missing.
void write_json(const std::filesystem::path& file, const fleet::Json& json);

/// A JSON array of what `to_json` makes of each.
template <typename Items, typename ToJson>
auto array_of(const Items& items, ToJson to_json) {
    using Value = std::invoke_result_t<ToJson, decltype(*items.begin())>;
    auto array = Value::array();
    for (const auto& item : items) array.push_back(to_json(item));
    return array;
}

template <typename Items, typename ToLine>
void write_lines(const std::filesystem::path& file, const Items& items, ToLine to_line) {
    std::string lines;
    for (const auto& item : items) lines += to_line(item) + '\n';
    fleet::write_file(file, lines);
}

}  // namespace report
