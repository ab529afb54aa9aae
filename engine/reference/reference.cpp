#include "engine/reference/reference.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/reference/datapoint.hpp"
#include "fleet/base/time.hpp"
#include "fleet/change.hpp"

namespace reference {
namespace {

constexpr auto slot = std::chrono::minutes{5};
constexpr auto silence_max = std::chrono::hours{48};

fleet::Time slot_begin(fleet::Time time) {
    const auto since_epoch = time.time_since_epoch();
    return time - since_epoch % fleet::Duration(slot);
}

bool is_of_absence(const Behavior& behavior) {
    return behavior.metric == "aws:disconnect-duration";
}

/// What one (thing, profile, behaviour) came to so far (docs/detect-semantics §1.2).
struct Alarm {
    bool is_on = false;
    std::uint32_t run = 0;  // datapoints in a row that would alter is_on
};

class Evaluation {
  public:
    Evaluation(const World& world, const Rules& rules)
        : world_(world),
          rules_(rules),
          happenings_(happenings_of(world)),
          inventory_(world.inventory) {}

    std::vector<ViolationEvent> run() {
        auto next_slice = world_.slices.begin();
        for (auto begin = slot_begin(world_.start); begin + slot <= world_.end; begin += slot) {
            for (; next_slice != world_.slices.end() && next_slice->begin < begin + slot;
                 ++next_slice)
                for (const auto& change : next_slice->changes) fleet::apply(inventory_, change);
            end_of_slot(begin + slot);
        }
        std::ranges::sort(events_, {}, [](const ViolationEvent& event) {
            return std::tie(event.time, event.thing_name, event.profile_name, event.behavior_name,
                            event.type);
        });
        return std::move(events_);
    }

  private:
    void end_of_slot(fleet::Time end) {
        for (const auto& [profile, targets] : rules_.profiles) {
            for (const auto& [thing, happenings] : happenings_) {
                if (!is_known(happenings, thing, end)) continue;
                auto& first = first_active_[{thing, profile.name}];
                if (!is_covered(thing, targets))
                    first.reset();
                else if (!first && is_active(happenings, {end - slot, end}))
                    first = end - slot;
            }
            for (const auto& behavior : profile.behaviors)
                if (covers(behavior)) judge(profile, targets, behavior, end);
        }
        end_silent_alarms(end);
    }

    void judge(const SecurityProfile& profile, const std::vector<std::string>& targets,
               const Behavior& behavior, fleet::Time end) {
        std::map<std::string, MetricValue> datapoints;
        for (const auto& [thing, happenings] : happenings_) {
            if (!is_known(happenings, thing, end)) continue;
            auto& alarm = alarms_[{thing, profile.name, behavior.name}];
            if (!is_covered(thing, targets)) {
                if (alarm.is_on) tell(profile, behavior, thing, end, {});
                alarm = {};
                continue;
            }
            if (auto value = value_of(profile, behavior, thing, end))
                datapoints.emplace(thing, std::move(*value));
        }
        std::vector<std::uint64_t> population;
        for (const auto& [thing, value] : datapoints) population.push_back(value.count);
        if (!behavior.statistic.empty() && population.size() < 2) return;
        for (const auto& [thing, value] : datapoints) {
            if (!is_of_absence(behavior)) last_datapoint_[thing] = end;
            count(profile, behavior, thing, end, value,
                  behavior.statistic.empty() ? conforms(behavior, value)
                                             : conforms(behavior, value, population));
        }
    }

    /// Ends the alarms of things without a datapoint for more than two days; an active slot counts
    /// as one (§7.6). An absence is no sign of life, and its alarms last (§4.10).
    void end_silent_alarms(fleet::Time end) {
        for (const auto& [thing, happenings] : happenings_)
            if (is_active(happenings, {end - slot, end})) last_datapoint_[thing] = end;
        for (const auto& [profile, targets] : rules_.profiles) {
            for (const auto& behavior : profile.behaviors) {
                if (is_of_absence(behavior)) continue;
                for (const auto& [thing, happenings] : happenings_) {
                    auto& alarm = alarms_[{thing, profile.name, behavior.name}];
                    if (!alarm.is_on || end - last_datapoint_[thing] <= silence_max) continue;
                    tell(profile, behavior, thing, end, {});
                    alarm = {};
                }
            }
        }
    }

    /// (§5.2, §5.4)
    std::optional<MetricValue> value_of(const SecurityProfile& profile, const Behavior& behavior,
                                        const std::string& thing, fleet::Time end) const {
        if (is_of_absence(behavior))
            return absence_of(happenings_.at(thing), end,
                              rules_.detect.counts_absence_in_seconds
                                  ? fleet::Duration{std::chrono::seconds{1}}
                                  : fleet::Duration{std::chrono::minutes{1}});
        const auto length =
            std::max<fleet::Duration>(slot, std::chrono::seconds{behavior.duration_seconds});
        if (rules_.detect.has_tumbling_windows &&
            end.time_since_epoch() % length != fleet::Duration::zero())
            return std::nullopt;
        const Window window{end - length, end};
        const auto first = first_active_.at({thing, profile.name});
        if (!first || (length > slot && window.begin < *first)) return std::nullopt;
        const auto& happenings = happenings_.at(thing);
        return datapoint_of(behavior, thing, happenings, window, is_active(happenings, window));
    }

    /// (§7.1, §7.2)
    void count(const SecurityProfile& profile, const Behavior& behavior, const std::string& thing,
               fleet::Time end, const MetricValue& value, bool is_conforming) {
        auto& alarm = alarms_[{thing, profile.name, behavior.name}];
        const bool would_alter = is_conforming == alarm.is_on;
        alarm.run = would_alter ? alarm.run + 1 : 0;
        const auto needed =
            alarm.is_on ? behavior.datapoints_to_clear : behavior.datapoints_to_alarm;
        if (alarm.run < needed) return;
        alarm = {.is_on = !alarm.is_on, .run = 0};
        tell(profile, behavior, thing, end, value,
             alarm.is_on ? ViolationEventType::in_alarm : ViolationEventType::alarm_cleared);
    }

    void tell(const SecurityProfile& profile, const Behavior& behavior, const std::string& thing,
              fleet::Time time, std::optional<MetricValue> value,
              ViolationEventType type = ViolationEventType::alarm_invalidated) {
        events_.push_back({.violation_id = {},
                           .thing_name = thing,
                           .profile_name = profile.name,
                           .behavior_name = behavior.name,
                           .type = type,
                           .time = time,
                           .value = std::move(value)});
    }

    /// (§5.1)
    bool is_active(const std::vector<Happening>& happenings, Window window) const {
        if (std::ranges::any_of(happenings, [&](const Happening& one) {
                return window.holds(one.time) && is_activity(one);
            }))
            return true;
        if (!rules_.detect.is_connected_active) return false;
        for (auto begin = window.begin; begin < window.end; begin += slot)
            if (is_connected(happenings, {begin, begin + slot})) return true;
        return false;
    }
    /// Is a connection, seen to begin, alive in the slot?
    static bool is_connected(const std::vector<Happening>& happenings, Window window) {
        std::map<std::uint32_t, bool> is_open;
        for (const auto& one : happenings) {
            if (one.time >= window.end) continue;
            if (one.kind == fleet::ObservationKind::connected) is_open[one.connection] = true;
            if (one.kind == fleet::ObservationKind::disconnected && one.time < window.begin)
                is_open[one.connection] = false;
        }
        return std::ranges::any_of(is_open, [](const auto& each) { return each.second; });
    }

    /// A client id that the registry does not hold is known from when it is first seen (§3.1).
    bool is_known(const std::vector<Happening>& happenings, const std::string& thing,
                  fleet::Time end) const {
        return is_registered(thing) || std::ranges::any_of(happenings, [&](const Happening& one) {
                   return one.time < end;
               });
    }

    const fleet::Thing* thing_named(const std::string& name) const {
        const auto found = std::ranges::find(inventory_.things, name, &fleet::Thing::name);
        return found == inventory_.things.end() ? nullptr : &*found;
    }
    bool is_registered(const std::string& name) const {
        const auto* thing = thing_named(name);
        return thing != nullptr && thing->is_registered;
    }

    /// (§8)
    bool is_covered(const std::string& name, const std::vector<std::string>& targets) const {
        const bool is_held = is_registered(name);
        for (const auto& target : targets) {
            if (target == "all/things") return true;
            if (target == "all/registered-things" && is_held) return true;
            if (target == "all/unregistered-things" && !is_held) return true;
            if (target.starts_with("thinggroup/") && is_held &&
                is_member(*thing_named(name), target.substr(11)))
                return true;
        }
        return false;
    }
    bool is_member(const fleet::Thing& thing, const std::string& group) const {
        for (auto index : thing.groups) {
            for (; index != fleet::no_index; index = inventory_.groups[index].parent)
                if (inventory_.groups[index].name == group) return true;
        }
        return false;
    }

    const World& world_;
    const Rules& rules_;
    const Happenings happenings_;
    fleet::Inventory inventory_;  // as of the slot
    std::map<std::pair<std::string, std::string>, std::optional<fleet::Time>> first_active_;
    std::map<std::tuple<std::string, std::string, std::string>, Alarm> alarms_;
    std::map<std::string, fleet::Time> last_datapoint_;  // of any behaviour
    std::vector<ViolationEvent> events_;
};

}  // namespace

bool covers(const Rules& rules) {
    const auto& percentiles = rules.detect.percentiles;
    const bool is_usual =
        !percentiles.is_of_others && !percentiles.is_interpolated && !percentiles.is_of_previous;
    return is_usual && std::ranges::none_of(rules.operations, [](const PlannedOperation& planned) {
               return planned.operation.find("SecurityProfile") != std::string::npos ||
                      planned.operation.find("Dimension") != std::string::npos;
           });
}

bool covers(const Behavior& behavior) {
    constexpr std::array<std::string_view, 8> metrics{
        "aws:message-byte-size",       "aws:num-messages-sent",
        "aws:num-messages-received",   "aws:num-authorization-failures",
        "aws:num-connection-attempts", "aws:num-disconnects",
        "aws:disconnect-duration",     "aws:source-ip-address"};
    return behavior.has_criteria && std::ranges::find(metrics, behavior.metric) != metrics.end();
}

std::vector<ViolationEvent> events_of(const World& world, const Rules& rules) {
    return Evaluation(world, rules).run();
}

}  // namespace reference
