// A device publishes many times what it usually does: a broken or commandeered device running up
// the bill.
#include <algorithm>
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    // Less than twice is no flood that anybody could be asked to see; more than the most no broker
    // on one machine carries.
    fleet::ParameterCard{.name = "factor",
                         .type = fleet::ParameterType::count,
                         .default_text = "100",
                         .meaning = "times the device's usual rate, all its traffic together",
                         .least = 2,
                         .most = 10'000},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "100", "payload bytes of a message"},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    // Below threshold a tenth more than usual: a good limit leaves room for that.
    const auto factor = engagement.is_below_threshold
                            ? 1.1
                            : static_cast<double>(engagement.parameters.count("factor"));
    const auto bytes = engagement.parameters.bytes("bytes");
    const auto begin = engagement.begin, end = engagement.end;
    for (const auto device : engagement.devices) {
        const auto topic = cast.telemetry_topic(device);
        const auto extra_per_ms =
            std::max(0.0, factor - 1) * cast.published_per_hour(device) / 3'600'000.0;
        cast.add_overlay(
            device, {.publishes = {topic}},
            [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                std::vector<Action>& out) {
                const auto from = std::max(begin, slot.begin), until = std::min(end, slot.end);
                if (from >= until) return;
                // Counted from the beginning, so that rounding does not add up over the slots.
                const auto sent_before = [&](fleet::Time moment) {
                    return static_cast<std::uint64_t>(
                        extra_per_ms * static_cast<double>((moment - begin).count()) + 0.5);
                };
                const auto times =
                    static_cast<std::uint32_t>(sent_before(until) - sent_before(from));
                if (times == 0) return;
                out.push_back({.time = from + (until - from) / 2,
                               .actor = actor,
                               .kind = ActionKind::publish,
                               .topic = topic,
                               .times = times,
                               .bytes_min = bytes.min,
                               .bytes_max = bytes.max,
                               .size_seed = static_cast<std::uint64_t>(slot.index)});
            });
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:num-messages-sent", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack publish_flood{
    .card = {.name = "publish-flood",
             .story = "A device publishes many times what it usually does.",
             .attack_id = "T1499",
             .speaks = "aws:num-messages-sent",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
