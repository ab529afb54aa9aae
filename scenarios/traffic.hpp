// What a healthy device does besides being connected: the table of benign behaviours. A traffic is
// a card and a pure function that says what one device publishes, or is sent, in a stretch of time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/parameters.hpp"
#include "fleet/base/random.hpp"
#include "fleet/dictionary.hpp"
#include "scenarios/action.hpp"

namespace scenarios {

/// One device's share of one traffic entry, as compose prepared it.
struct TrafficContext {
    std::uint32_t actor = 0;    // the device
    std::uint32_t cloud = 0;    // who publishes what the device receives
    std::uint64_t group = 0;    // label of the cohort's name
    std::uint64_t k = 0;        // device within the cohort
    std::uint64_t ordinal = 0;  // of the entry within its cohort
    fleet::NameId topic = fleet::no_name;
    /// The device's own: what its phase and its payload sizes follow from.
    std::array<std::uint64_t, 2> draws{};
};

/// The draws of entry `ordinal` for device `k` of a cohort, fixed for the whole of a run.
std::array<std::uint64_t, 2> draws_of(const fleet::Random& random, std::uint64_t group,
                                      std::uint64_t k, std::uint64_t ordinal);

/// One entry's quantities, parsed once.
class Traffic {
  public:
    virtual ~Traffic() = default;
    /// Appends what happens in [from, until), which lies within one slot and within which the
    /// device is up.
    virtual void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                         std::vector<Action>& out) const = 0;
    /// Messages a device publishes in an hour, at most; what an attack multiplies. 0 for traffic
    /// that others send.
    virtual double published_per_hour() const = 0;
};

struct TrafficKind {
    fleet::KindCard card;
    bool is_received =
        false;  // the cloud publishes, the device subscribes to the topic when it connects
    std::unique_ptr<Traffic> (*make)(const fleet::Parameters& parameters);
};

std::span<const TrafficKind* const> traffic_kinds();
const TrafficKind* traffic_named(std::string_view name);

/// Appends one publish that stands for every moment `phase + n * every` in [from, until), if there
/// is one.
void publish_periodically(const TrafficContext& context, std::uint32_t publisher,
                          fleet::Duration every, fleet::ByteRange bytes, fleet::Time from,
                          fleet::Time until, std::vector<Action>& out);

}  // namespace scenarios
