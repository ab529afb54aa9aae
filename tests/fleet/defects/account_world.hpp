// A small fleet whose account has one defect, and what that defect says should be found.
#pragma once

#include <string>
#include <vector>

#include "tests/support/small_world.hpp"

namespace support {

/// Two pumps and a defect of the account with these parameters.
inline SmallWorld account_world(std::string_view kind, const Given& given = {}) {
    fleet::DefectDescription described = defect(kind, 0, given);
    described.cohort.clear();
    return SmallWorld({.defects = {described}});
}

/// "CHECK VALUE REASON" of each finding that is due at the start.
inline std::vector<std::string> due(const SmallWorld& world) {
    std::vector<std::string> found;
    for (const auto& speaks : world.fleet.defects.at(0).checks)
        if (speaks.begin <= world_start && world_start < speaks.end)
            found.push_back(speaks.check_name + ' ' + speaks.resource_value + ' ' +
                            speaks.reason_code);
    return found;
}

}  // namespace support
