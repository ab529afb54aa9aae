// A scenario of the small world, composed and played over the broker in memory: what the broker saw
// stands beside what the truth says.
#pragma once

#include <optional>

#include "fleet/slice.hpp"
#include "scenarios/compose.hpp"
#include "sim/memory/memory_transport.hpp"
#include "tests/support/small_world.hpp"

namespace support {

/// Two pumps for an hour, with telemetry every minute and a command every ten.
struct ScenarioOptions {
    std::uint32_t pumps = 2;
    std::string policy = {};
    fleet::Duration duration = std::chrono::hours{1};
    std::vector<fleet::DefectDescription> defects = {};
    std::vector<scenarios::TimelineEntry> timeline = {};
    std::optional<scenarios::AgentDescription> agent = {};
    sim::BrokerSettings broker = {};
    fleet::Workers workers = {};
};

/// Something that happens `at` the start + at, to one pump.
scenarios::TimelineEntry happening(std::string_view kind, fleet::Duration at,
                                   fleet::Duration lasting, const Given& given = {});
scenarios::TimelineEntry below_threshold(scenarios::TimelineEntry entry);
scenarios::TimelineEntry to_pumps(std::uint32_t count, scenarios::TimelineEntry entry);

/// An agent that reports every five minutes, in JSON and long names; it listens on TCP port 22, is
/// connected to 198.51.100.10:8883 and sends 1000 bytes from report to report.
scenarios::AgentDescription usual_agent();

scenarios::Scenario scenario_of(const ScenarioOptions& options);

class PlayedScenario {
  public:
    explicit PlayedScenario(const ScenarioOptions& options);
    PlayedScenario(const PlayedScenario&) = delete;
    PlayedScenario& operator=(const PlayedScenario&) = delete;

    scenarios::Scenario scenario;
    fleet::Fleet fleet;
    fleet::Dictionary dictionary;
    scenarios::Script script;
    std::vector<fleet::Slice> slices;
    struct Report {
        fleet::Duration after;  // the start
        std::string topic;
        std::string payload;
    };
    std::vector<Report> reports;                // in order of client and time
    std::vector<scenarios::ActorState> states;  // at the end
    sim::TransportCounts counts;

    /// How many the observations of this kind stand for: of one client id, for one reason, within
    /// an interval, where these are given.
    struct Asked {
        fleet::ObservationKind kind{};
        std::string_view client = {};
        std::optional<fleet::Reason> reason = {};
        fleet::Duration from = {};
        fleet::Duration until = std::chrono::hours{1'000'000};
    };
    std::uint64_t seen(const Asked& asked) const;
    const scenarios::Incident& incident(std::string_view id) const;
};

}  // namespace support
