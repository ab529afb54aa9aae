// The agent of a cohort's devices: when it reports, and what a healthy device tells. Incidents
// alter what their devices tell. (docs/scenario-format, reports)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fleet/base/random.hpp"
#include "fleet/base/time.hpp"
#include "fleet/dictionary.hpp"
#include "scenarios/action.hpp"
#include "scenarios/agent_report.hpp"

namespace scenarios {

/// Both ends included.
struct CountRange {
    std::uint64_t min = 0;
    std::uint64_t max = 0;
    bool operator==(const CountRange&) const = default;
};
/// "1500", or "1000..2000".
std::optional<CountRange> parse_count_range(std::string_view text);

/// A custom metric that an agent tells: a number drawn for each report, or always the same list.
struct AgentCustomMetric {
    std::string name;
    std::variant<CountRange, std::vector<double>, AgentTexts> value;
};

/// Ways in which agents of the field are known to be wrong.
struct AgentFaults {
    bool cumulative_counters = false;  // tells totals instead of what was added
    bool first_report_spike = false;   // the first report of a connection tells totals
    bool omitted_empty_lists = false;
    bool sampled_lists = false;  // a few of a long list; the total is right
    bool unwrapped_numbers = false;

    bool operator==(const AgentFaults&) const = default;
};

/// What parts a report has.
struct AgentGroups {
    bool tcp_ports = true, udp_ports = true, connections = true, network = true;
};

struct AgentDescription {
    fleet::Duration every = fleet::slot_length;
    fleet::ReportEncoding encoding{};
    AgentNames names{};
    bool hears_replies = true;
    std::vector<std::uint32_t> tcp_ports, udp_ports;
    std::vector<std::string> connections;
    CountRange bytes_in, bytes_out, packets_in, packets_out;  // in a report
    std::vector<AgentCustomMetric> custom;
    AgentGroups groups;
    AgentFaults faults;
};

/// What an incident makes of a device's reports in [begin, end).
struct AgentChange {
    fleet::Time begin, end;
    std::vector<std::uint32_t> tcp_ports, udp_ports;     // besides its own
    std::vector<std::string> connections;                // likewise
    AgentCounters added;                                 // in a report
    std::vector<std::pair<std::string, double>> custom;  // in place of its own
    AgentFaults faults;
    bool is_cut = false;
    fleet::Duration every{};               // reports so often besides
    fleet::Duration clock{};               // how far its clock is ahead; negative: behind
    fleet::NameId topic = fleet::no_name;  // reports here instead
};

class Agent {
  public:
    struct Topics {
        fleet::NameId report = fleet::no_name;
        fleet::NameId accepted = fleet::no_name;  // where it hears replies
        fleet::NameId rejected = fleet::no_name;
    };

    /// `topics` by k. The devices were switched on long before `start`.
    Agent(AgentDescription description, fleet::Random random, std::uint64_t group,
          std::vector<Topics> topics, fleet::Time start);

    const AgentDescription& description() const { return description_; }
    const Topics& topics(std::uint32_t k) const { return topics_[k]; }
    /// Other topics on which the device reports at some time.
    void reach(std::uint32_t k, std::vector<fleet::NameId>& topics) const;
    void alter(std::uint32_t k, AgentChange change);

    /// Appends the reports of [from, until), within one slot, of a device that is connected since
    /// `connected`.
    void actions(std::uint32_t actor, std::uint32_t k, fleet::Time connected, fleet::Time from,
                 fleet::Time until, std::vector<Action>& out) const;
    /// What stands in the report of this action.
    AgentReport report(std::uint32_t k, const Action& action) const;

  private:
    std::span<const AgentChange> changes_of(std::uint32_t k) const;
    std::int64_t phase_of(std::uint32_t k) const;
    std::int64_t number_at(std::uint32_t k, fleet::Time time) const;
    std::uint64_t counter(std::uint32_t k, std::int64_t number, unsigned which) const;
    AgentCounters counters(std::uint32_t k, fleet::Time time, const AgentFaults& faults,
                           bool is_first) const;
    void tell_custom(std::uint32_t k, const Action& action, AgentReport& report) const;
    void sample(std::uint32_t k, const Action& action, AgentReport& report) const;

    AgentDescription description_;
    fleet::Random random_;
    std::uint64_t group_;
    std::vector<Topics> topics_;
    fleet::Time born_;
    std::map<std::uint32_t, std::vector<AgentChange>> changes_;  // by k
};

}  // namespace scenarios
