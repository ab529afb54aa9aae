// The stage on which attacks and benign events act: what they may add to the script, so that each
// is one function that both acts and confesses.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/access.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/device_plan.hpp"
#include "scenarios/script.hpp"

namespace scenarios {

/// One entry of the timeline, its devices picked.
struct Engagement {
    std::string kind;
    fleet::Time begin;
    fleet::Time end;  // begin + for; an entry without `for` lasts until the end of the run
    std::vector<std::uint32_t> devices;
    bool is_below_threshold = false;
    bool is_closed_on_deny = false;  // the broker ends a connection with its first denied publish
    fleet::Parameters parameters;
    std::string where;  // JSON path, for messages
    std::string place;  // file and line of it, for messages about other entries
};

/// What an actor does in a slot, as a function.
using Act = std::function<void(std::uint32_t actor, const ActorState& state, const Slot& slot,
                               std::vector<Action>& out)>;

class Cast {
  public:
    Cast(fleet::Fleet& fleet, fleet::Dictionary& dictionary, Script& script,
         std::vector<DevicePlan*> cohort_plans, fleet::Time start, fleet::Time end);

    fleet::Fleet& fleet() { return fleet_; }
    fleet::Dictionary& dictionary() { return dictionary_; }
    fleet::Time start() const { return start_; }
    fleet::Time end() const { return end_; }
    std::uint32_t cloud() const { return script_.cloud; }

    const std::string& thing(std::uint32_t device) const;
    const std::string& client_id(std::uint32_t device) const;
    DevicePlan& plan_of(std::uint32_t device);
    /// The topic a device publishes its telemetry to, and the one it listens on; the defaults where
    /// its cohort has no such traffic.
    fleet::NameId telemetry_topic(std::uint32_t device);
    fleet::NameId command_topic(std::uint32_t device);
    /// Messages a device publishes in an hour when it is healthy; at least 60, so that a multiple
    /// of it is something.
    double published_per_hour(std::uint32_t device);
    /// Would the policies let this identity do it? Judged on the registry as it stands at the
    /// start.
    bool may_connect(std::uint32_t device, std::string_view client_id, std::string_view source_ip);
    bool may(std::uint32_t device, std::string_view client_id, fleet::PolicyAction action,
             std::string_view topic);

    /// A new actor, an impostor; its index. `reach` names everything `act` will ever publish,
    /// subscribe to with a chance, and show.
    std::uint32_t add_actor(std::string_view client_id, Reach reach, Act act);
    /// Something a device does besides its usual.
    void add_overlay(std::uint32_t device, Reach reach, Act act);
    /// Until `end` `engagement` alone says what `what` of a device is. The place of an entry that
    /// has said so already of some of that time, or empty.
    std::string claim(const Engagement& engagement, std::uint32_t device, std::string_view what,
                      fleet::Time end);
    /// A change of the registry that concerns this device's certificates and nobody else's.
    void add_change(std::uint32_t device, fleet::Change change);
    /// An attack of these devices begins: who is added until the next one plays in it with them.
    void begin_attack(std::vector<std::uint32_t> devices);
    /// An incident beside the one the engagement itself is.
    void add_incident(Incident incident);
    /// A further credential of a device, its generation not used before.
    std::uint32_t add_credential(std::uint32_t device, fleet::Credential::Issuer issuer,
                                 fleet::Time not_before, fleet::Time not_after);
    /// Registers a credential before the start, attached to its device's thing and policies like
    /// the device's own.
    void register_credential(std::uint32_t credential, std::uint32_t device,
                             fleet::CertificateStatus status);

  private:
    struct Claim {
        fleet::Time begin, end;
        std::string place;
    };
    const fleet::Access& access();

    fleet::Fleet& fleet_;
    fleet::Dictionary& dictionary_;
    Script& script_;
    std::vector<DevicePlan*> cohort_plans_;
    fleet::Time start_, end_;
    std::optional<fleet::Access> access_;
    std::map<std::pair<std::uint32_t, std::string>, std::vector<Claim>> claims_;
    std::uint16_t next_generation_ = 1;
};

/// Draws of this engagement on this device, the same whatever else happens.
fleet::Stream draws_of(const Engagement& engagement, Cast& cast, std::uint32_t device);

/// Calls `at(moment)` for begin, begin + every, … as far as they lie within [begin, end) and within
/// the slot; never more often than once a millisecond.
template <class At>
void for_each_moment(fleet::Time begin, fleet::Time end, fleet::Duration every, const Slot& slot,
                     At at) {
    const auto period = std::max<std::int64_t>(1, every.count());
    const auto behind = std::max<std::int64_t>(0, (slot.begin - begin).count());
    const auto last = std::min(end, slot.end);
    for (auto moment = begin + fleet::Duration{(behind + period - 1) / period * period};
         moment < last; moment += fleet::Duration{period})
        at(moment);
}

}  // namespace scenarios
