#include "scenarios/usual_traffic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/refusal.hpp"

namespace scenarios {
namespace {

constexpr std::uint64_t another_seed = 0x6f7468657273ULL;  // sizes unlike those of the usual

/// A tenth of them, over ten slots exactly.
std::uint32_t tenth(std::uint32_t times, std::int64_t slot) {
    const auto before = static_cast<std::uint64_t>(slot) * times / 10,
               after = static_cast<std::uint64_t>(slot + 1) * times / 10;
    return static_cast<std::uint32_t>(after - before);
}

}  // namespace

std::vector<fleet::NameId> published_topics(const Engagement& engagement, Cast& cast,
                                            std::uint32_t device) {
    const auto& described = cast.fleet().devices[device];
    std::vector<fleet::NameId> topics;
    for (const auto& entry : cast.plan_of(device).traffic())
        if (!entry.is_received) topics.push_back(entry.topics[described.k]);
    if (!topics.empty()) return topics;
    refuse(engagement.where,
           fmt::format(
               "{} is more of what a device publishes, and cohort {} publishes nothing; give it "
               "\"traffic\"",
               engagement.kind, cast.fleet().cohorts[described.cohort].name));
}

void publish_more_of_the_usual(const Engagement& engagement, Cast& cast, std::uint32_t device,
                               fleet::Time from, fleet::Time until, std::uint64_t factor) {
    const bool is_below = engagement.is_below_threshold;
    const auto more = static_cast<std::uint32_t>(factor - 1);
    const auto* plan = &cast.plan_of(device);
    cast.add_overlay(
        device, {.publishes = published_topics(engagement, cast, device)},
        [=](std::uint32_t actor, const ActorState&, const Slot& slot, std::vector<Action>& out) {
            const auto begin = std::max(from, slot.begin), end = std::min(until, slot.end);
            if (begin >= end) return;
            std::vector<Action> usual;
            plan->publish_usual(actor, begin, end, usual);
            for (auto& action : usual) {
                action.times = is_below ? tenth(action.times, slot.index) : action.times * more;
                action.size_seed ^= another_seed;
                if (action.times > 0) out.push_back(action);
            }
        });
}

}  // namespace scenarios
