// A device subscribes to what it should not: with its own name left open, to what its whole cohort
// publishes. It is sent a multiple of what it sends, as far as its policy lets it.
#include <algorithm>
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

/// Of fewer others nobody can be asked to hear the difference.
constexpr std::uint32_t others_min = 10;

/// dt/pumps/pump-1/telemetry as dt/pumps/+/telemetry; the topic itself where no level is the name.
std::string with_name_open(std::string_view topic, std::string_view name) {
    std::string open;
    for (std::size_t at = 0; at <= topic.size();) {
        const auto end = std::min(topic.find('/', at), topic.size());
        const auto level = topic.substr(at, end - at);
        if (at > 0) open += '/';
        open += level == name ? "+" : level;
        at = end + 1;
    }
    return open;
}

std::uint32_t neighbour(Cast& cast, std::uint32_t device) {
    const auto& fleet = cast.fleet();
    const auto& cohort = fleet.cohorts[fleet.devices[device].cohort];
    return cohort.first + (fleet.devices[device].k + 1) % cohort.count;
}

bool is_heard_by(Cast& cast, std::uint32_t device, std::string_view filter) {
    const auto may = [&](fleet::PolicyAction action, std::string_view topic) {
        return cast.may(device, cast.client_id(device), action, topic);
    };
    const auto topic = cast.telemetry_topic(neighbour(cast, device));
    return may(fleet::PolicyAction::subscribe, filter) &&
           may(fleet::PolicyAction::receive, cast.dictionary().topics.text(topic));
}

void listen(const Engagement& engagement, Cast& cast, std::uint32_t device, fleet::NameId filter) {
    const auto begin = engagement.begin, end = engagement.end;
    cast.add_overlay(
        device, {.subscribes = {filter}},
        [=](std::uint32_t actor, const ActorState&, const Slot& slot, std::vector<Action>& out) {
            // Again and again, for a connection may have come anew.
            for_each_moment(begin, end, 5min, slot, [&](fleet::Time moment) {
                out.push_back({.time = moment,
                               .actor = actor,
                               .kind = ActionKind::subscribe,
                               .topic = filter});
            });
        });
    // It lets go by connecting anew.
    if (end < cast.end())
        cast.plan_of(device).rotate(device, end, cast.fleet().devices[device].credential);
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    incident.affected.clear();
    for (const auto device : engagement.devices) {
        // Below threshold it listens to one other device only.
        const std::string all = with_name_open(
            cast.dictionary().topics.text(cast.telemetry_topic(device)), cast.client_id(device));
        const auto filter = engagement.is_below_threshold
                                ? cast.telemetry_topic(neighbour(cast, device))
                                : cast.dictionary().topics.intern(all);
        listen(engagement, cast, device, filter);
        incident.actors.push_back(cast.thing(device));
        const auto& fleet = cast.fleet();
        const bool has_many = fleet.cohorts[fleet.devices[device].cohort].count > others_min;
        const std::string text(cast.dictionary().topics.text(filter));
        if (has_many && is_heard_by(cast, device, text))
            incident.affected.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:num-messages-received", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack message_amplification{
    .card = {.name = "message-amplification",
             .story = "A device subscribes to what its whole cohort publishes, and is sent it all.",
             .attack_id = "",
             .speaks = "aws:num-messages-received; nothing where its policy denies it, or fewer "
                       "than ten others publish",
             .parameters = {}},
    .play = play};

}  // namespace scenarios::attacks_table
