// A device publishes messages as large as the broker takes them: to exhaust those who read them, to
// run up the bill, or to carry something away.
#include <algorithm>
#include <array>

#include "scenarios/usual_traffic.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "60s",
                         "from one large message to the next"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "65536..131072",
                         "payload bytes of a message; 131072 is the most that AWS takes"},
};

/// Below threshold: in a slot in which it publishes, one message a tenth larger than its largest.
void publish_a_little_larger(const DevicePlan& plan, std::uint32_t actor, fleet::Time from,
                             fleet::Time until, std::vector<Action>& out) {
    std::vector<Action> usual;
    plan.publish_usual(actor, from, until, usual);
    if (usual.empty()) return;
    auto& largest = *std::ranges::max_element(usual, {}, &Action::bytes_max);
    largest.times = 1;
    largest.bytes_min = largest.bytes_max += largest.bytes_max / 10;
    out.push_back(largest);
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto every = engagement.parameters.duration("every");
    const auto bytes = engagement.parameters.bytes("bytes");
    const auto begin = engagement.begin, end = engagement.end;
    const bool is_below = engagement.is_below_threshold;
    for (const auto device : engagement.devices) {
        const auto topics = published_topics(engagement, cast, device);
        const auto* plan = &cast.plan_of(device);
        cast.add_overlay(
            device, {.publishes = topics},
            [=, topic = topics.front()](std::uint32_t actor, const ActorState&, const Slot& slot,
                                        std::vector<Action>& out) {
                const auto from = std::max(begin, slot.begin), until = std::min(end, slot.end);
                if (from >= until) return;
                if (is_below) return publish_a_little_larger(*plan, actor, from, until, out);
                for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                    out.push_back(
                        {.time = moment,
                         .actor = actor,
                         .kind = ActionKind::publish,
                         .topic = topic,
                         .bytes_min = bytes.min,
                         .bytes_max = bytes.max,
                         .size_seed = static_cast<std::uint64_t>(fleet::epoch_ms(moment) ^ actor)});
                });
            });
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:message-byte-size", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack oversized_messages{
    .card = {.name = "oversized-messages",
             .story = "A device publishes messages as large as the broker takes them.",
             .attack_id = "",
             .speaks = "aws:message-byte-size",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
