// The table of sections; a new one is a file in sections/ and a line here.
#include "engine/score/sections.hpp"

#include <array>

namespace score {

std::span<const Section* const> sections() {
    static constexpr std::array table{
        &sections_table::findings,      &sections_table::alarms,     &sections_table::tasks,
        &sections_table::notifications, &sections_table::operations,
    };
    return table;
}

}  // namespace score
