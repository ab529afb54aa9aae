// The sections of a scenario, whose form is checked and whose defaults are filled in, as values.
// What only their meaning can get wrong – names that nobody has, times beyond the end – is added to
// the problems. Private to the loader.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fleet/base/json.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/scenario_shape.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {

/// What every reader needs.
struct Reading {
    const fleet::Json& whole;  // the scenario with its defaults
    const Sources& sources;
    const KindTables& kinds;
    fleet::Problems& problems;

    void problem(const std::string& path, std::string message) const {
        problems.add(sources.problem(path, std::move(message)));
    }
};

/// The texts of an entry's parameters, as its card declares them.
fleet::Parameters read_parameters(const fleet::Json& entry,
                                  const std::vector<const fleet::KindCard*>& cards);
/// `count`, or `share` of the cohort's devices, or 1; a problem when the cohort has fewer.
std::uint32_t read_count(const Reading& reading, const fleet::Json& entry, const std::string& path,
                         const Scenario& scenario);

/// Whom an entry of the timeline befalls; a problem where nobody is meant.
DeviceSelection read_devices(const Reading& reading, const fleet::Json& devices,
                             const std::string& path, const Scenario& scenario);

void read_account(const Reading& reading, Scenario& scenario);
/// `file_names`: of a file in use, by the JSON path it stands at.
void read_cohorts(const Reading& reading, const std::map<std::string, std::string>& file_names,
                  Scenario& scenario);
void read_groups(const Reading& reading, Scenario& scenario);
void read_defects(const Reading& reading, Scenario& scenario);
void read_timeline(const Reading& reading, Scenario& scenario);
/// The moments of `audit`, which the engine reads; here only whether they are any.
void check_audit(const Reading& reading, const Scenario& scenario);

}  // namespace scenarios
