#include "sim/load/load_streams.hpp"

#include <algorithm>
#include <cmath>

#include "fleet/base/error.hpp"
#include "scenarios/device_plan.hpp"

namespace sim {
namespace {

using namespace std::chrono_literals;

/// Evenly spread whatever the number of devices: multiples of the golden ratio, modulo 1.
double spread(std::uint32_t device, std::size_t stream) {
    const double turns =
        0.6180339887498949 * (device + 1.0) + 0.3819660112501051 * static_cast<double>(stream);
    return turns - std::floor(turns);
}

struct Sizes {
    std::uint32_t bytes_min = 0;
    std::uint32_t bytes_max = 0;
};

/// The traffic itself knows its sizes: asked for a day, it tells its first message's.
Sizes sizes_of(const scenarios::Traffic& traffic, const fleet::Time start) {
    std::vector<scenarios::Action> actions;
    const auto day = std::chrono::floor<std::chrono::days>(start);
    for (auto slot = fleet::Time(day); slot < day + 24h && actions.empty();
         slot += fleet::slot_length)
        traffic.actions({}, slot, slot + fleet::slot_length, actions);
    if (actions.empty()) return {100, 100};  // slower than one message a day
    return {actions.front().bytes_min, actions.front().bytes_max};
}

void add_streams(const fleet::Cohort& cohort, const scenarios::DevicePlan& plan,
                 const fleet::Dictionary& dictionary, fleet::Time start,
                 std::optional<double> rate_per_s, std::vector<LoadStream>& streams) {
    std::size_t ordinal = 0;
    for (const auto& entry : plan.traffic()) {
        const auto rate = rate_per_s.value_or(entry.traffic->published_per_hour() / 3600);
        if (entry.is_received || rate <= 0) continue;
        const auto sizes = sizes_of(*entry.traffic, start);
        const std::chrono::duration<double> period(1 / rate);
        for (std::uint32_t k = 0; k < cohort.count; ++k) {
            const auto device = cohort.first + k;
            streams.push_back(
                {.device = device,
                 .topic = std::string(dictionary.topics.text(entry.topics[k])),
                 .bytes_min = sizes.bytes_min,
                 .bytes_max = sizes.bytes_max,
                 .period = std::chrono::duration_cast<std::chrono::nanoseconds>(period),
                 .phase = std::chrono::duration_cast<std::chrono::nanoseconds>(
                     period * spread(device, ordinal))});
        }
        ++ordinal;
        if (rate_per_s) return;
    }
}

}  // namespace

std::vector<LoadStream> load_streams(const scenarios::Script& script, const fleet::Fleet& fleet,
                                     const fleet::Dictionary& dictionary,
                                     std::optional<double> rate_per_s) {
    std::vector<LoadStream> streams;
    for (std::size_t number = 0; number < fleet.cohorts.size(); ++number) {
        const auto* plan = dynamic_cast<const scenarios::DevicePlan*>(script.plans[number].get());
        fleet::require(plan != nullptr, "the first plans are those of the cohorts");
        add_streams(fleet.cohorts[number], *plan, dictionary, fleet.inventory.at, rate_per_s,
                    streams);
    }
    if (streams.empty() && rate_per_s.value_or(0) > 0)
        throw fleet::Error(
            "no device of the scenario publishes anything: give a cohort telemetry traffic");
    return streams;
}

}  // namespace sim
