// A scenario as loaded: the file with its overrides applied and its files read, its `fleet` section
// as the description that synthesise takes, and everything that is to happen. What is judged
// (`audit`, `detect`) and expected (`expect`) stays JSON in `resolved`, for those who read it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/parameters.hpp"
#include "fleet/base/time.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/agent.hpp"

namespace scenarios {

/// A JSON scenario may not be larger, nor may any file that it names.
inline constexpr std::uint64_t scenario_bytes_max = 16ULL << 20;
inline constexpr std::uint64_t cohort_devices_max = 5'000'000;
inline constexpr fleet::Duration scenario_duration_max{400LL * 24 * 3600 * 1000};

struct BrokerOptions {
    bool enforce_crl = false;
    bool close_on_deny = false;
    bool operator==(const BrokerOptions&) const = default;
};

/// One kind of traffic of a cohort.
struct TrafficEntry {
    std::string kind;
    fleet::Parameters parameters;
    std::string where;  // JSON path
};

/// Which devices something happens to: `count` of some cohorts together, or the named ones.
struct DeviceSelection {
    std::vector<std::string> cohorts;  // in their order in the fleet; none when `things` are named
    std::uint32_t count = 0;
    std::vector<std::string> things;
};

/// Something that happens at a time: misbehaviour or an event of a `kind`, or an AWS `operation`
/// (whose request the engine reads from `resolved`).
struct TimelineEntry {
    std::string kind;       // empty for an operation
    std::string operation;  // empty for a kind
    fleet::Time at;
    fleet::Duration duration{};  // at + duration lies within the run
    DeviceSelection devices;
    std::string strength;  // "visible" or "belowThreshold"
    fleet::Parameters parameters;
    std::string where;  // JSON path
};

/// Where the values of a scenario really stand: the files in their places, the files it includes,
/// what options and cases changed.
struct Origins {
    /// A value of the scenario's own file (0), or of included[document - 1].
    struct Place {
        std::size_t document = 0;
        std::string path;
    };
    struct Override {
        std::string path;  // JSON path of what was changed
        std::string file;  // an option, or the file of a case
        int line = 0;
        std::string note;  // for messages; may be empty
    };
    std::map<std::string, fleet::Document, std::less<>> files;  // by JSON path
    std::vector<fleet::Document> included;
    std::map<std::string, Place, std::less<>> merged;  // by JSON path, nearest first; or empty
    std::vector<Override> overrides;
    std::map<std::string, std::string, std::less<>> written;  // texts whose variables are filled in
};

struct Scenario {
    std::string name;  // of its folder, unless the file says otherwise; of a case SCENARIO/CASE
    std::string title;
    std::uint64_t seed = 0;
    fleet::Time start;
    fleet::Duration duration{};
    BrokerOptions broker;
    fleet::FleetDescription fleet;
    std::vector<std::vector<TrafficEntry>> traffic;       // by cohort
    std::vector<std::optional<AgentDescription>> agents;  // by cohort; none: they do not report
    std::vector<TimelineEntry> timeline;                  // in the order of the file
    fleet::Document resolved;  // overridden, scaled, files inlined; no defaults filled in
    std::vector<std::pair<std::string, std::string>> files;  // name, text: what the scenario names
    /// Where `files` stand in `resolved`: JSON pointer, name.
    std::vector<std::pair<std::string, std::string>> file_places;
    Origins origins;
    bool has_expect = false;
    std::string why_expect_stays;  // why `expect` cannot be written anew as it is; empty: it can
    std::vector<std::string> misplaced;  // by LoadOptions::sets: why it has no place here, or empty

    fleet::Time end() const { return start + duration; }
};

/// scenario.json – the resolved scenario, naming its files – and those files: a folder that loads
/// to an equal scenario without any option.
std::vector<std::pair<std::string, std::string>> scenario_files(const Scenario& scenario);

/// A problem told of `resolved`, in the file, or the option, that holds the value it speaks of.
fleet::Problem in_its_file(const Scenario& scenario, const fleet::Problem& problem);

/// SHA-256 over what the scenario says, its files included. The name of its folder, the order of
/// keys and white space do not count.
std::string scenario_hash(const Scenario& scenario);

}  // namespace scenarios
