// What the healthy devices of one cohort do: stay connected, subscribe, and carry the cohort's
// traffic; and how an incident or a benign event may keep one of them away, or give it another
// certificate.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "fleet/synthesise.hpp"
#include "scenarios/agent.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/traffic.hpp"

namespace scenarios {

/// A device waits this long after a refusal, and after its session was taken over, before it tries
/// again.
inline constexpr fleet::Duration backoff_after_refusal = std::chrono::minutes{30};
inline constexpr fleet::Duration backoff_after_displacement = std::chrono::minutes{10};

/// One traffic entry of the cohort, with the topic of each of its devices.
struct CohortTraffic {
    std::unique_ptr<Traffic> traffic;
    bool is_received = false;
    std::vector<fleet::NameId> topics;                // by k
    std::vector<std::array<std::uint64_t, 2>> draws;  // by k; the plan fills them in
};

/// A stretch of a device's life in which it is present, with one credential.
struct Presence {
    fleet::Time begin;
    fleet::Time end;
    std::uint32_t credential = 0;
    bool leaves = false;     // its connection ends when it does, instead of going to somebody else
    bool is_abrupt = false;  // and is lost, not closed
    fleet::NameId address = fleet::no_name;  // where it connects from; none: from its own
};

class DevicePlan final : public Plan {
  public:
    DevicePlan(const fleet::Fleet& fleet, const fleet::Cohort& cohort, std::uint32_t cloud,
               std::vector<fleet::NameId> addresses, std::vector<CohortTraffic> traffic,
               std::optional<Agent> agent = {});

    /// The device is away in [begin, end). With `leaves` it disconnects at `begin`.
    void keep_away(std::uint32_t device, fleet::Time begin, fleet::Time end, bool leaves);
    /// The same, but its connection is lost at `begin`, not closed.
    void lose(std::uint32_t device, fleet::Time begin, fleet::Time end);
    /// From `when` on the device uses another credential: it disconnects and connects anew.
    void rotate(std::uint32_t device, fleet::Time when, std::uint32_t credential);

    /// From `when` on the device connects from another address; it loses its connection for that.
    void move(std::uint32_t device, fleet::Time when, fleet::NameId address);

    void reach(std::uint32_t actor, Reach& reach) const override;
    void actions(std::uint32_t actor, const ActorState& state, const Slot& slot,
                 std::vector<Action>& out) const override;

    AgentReport report(const Action& action) const override;

    /// Appends what the traffic of `actor` publishes in [from, until), within one slot, whether it
    /// is present or not.
    void publish_usual(std::uint32_t actor, fleet::Time from, fleet::Time until,
                       std::vector<Action>& out) const;

    const std::vector<CohortTraffic>& traffic() const { return traffic_; }
    /// The agent of its devices; null where they run none.
    const Agent* agent() const { return agent_ ? &*agent_ : nullptr; }
    /// Alters what the device, which runs an agent, reports.
    void alter_reports(std::uint32_t device, AgentChange change);

  private:
    std::vector<Presence>& presences_of(std::uint32_t device);
    std::vector<Presence> take_from(std::uint32_t device, fleet::Time when);
    void leave(std::uint32_t device, fleet::Time begin, fleet::Time end, const Presence& how);
    template <class Alter>
    void begin_anew(std::uint32_t device, fleet::Time when, bool is_abrupt, Alter alter);
    void reach_of_agent(std::uint32_t k, Reach& reach) const;
    void be_present(std::uint32_t actor, bool is_connected, const ActorState& state,
                    const Slot& slot, const Presence& presence, std::vector<Action>& out) const;
    TrafficContext context_of(std::uint32_t actor, std::size_t ordinal) const;
    fleet::Time connect(std::uint32_t actor, const Presence& presence, fleet::Time earliest,
                        const Slot& slot, std::vector<Action>& out) const;

    const fleet::Fleet& fleet_;
    fleet::Cohort cohort_;
    std::uint32_t cloud_;
    fleet::Random random_;
    std::uint64_t group_;
    std::vector<fleet::NameId> addresses_;  // by k
    std::vector<CohortTraffic> traffic_;
    std::optional<Agent> agent_;
    std::vector<bool> is_special_;  // by k: its presences stand in special_
    std::map<std::uint32_t, std::vector<Presence>> special_;  // by device
};

}  // namespace scenarios
