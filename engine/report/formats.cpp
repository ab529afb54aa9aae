// The table of formats; a new one is a file in formats/ and a line here.
#include <array>

#include "engine/report/report.hpp"

namespace report {
namespace formats_table {
extern const Format text, json, junit;
}

std::span<const Format* const> formats() {
    static constexpr std::array table{
        &formats_table::text,
        &formats_table::json,
        &formats_table::junit,
    };
    return table;
}

const Format* format_named(std::string_view name) {
    for (const auto* format : formats())
        if (format->name == name) return format;
    return nullptr;
}

}  // namespace report
