#include "engine/detect/collector.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::NameId;
using fleet::no_name;
using fleet::Observation;
using fleet::ObservationKind;

constexpr std::string_view defender_topics = "$aws/things/+/defender/#";
constexpr std::size_t peers_column = 0xFFFF;

}  // namespace

Collector::Collector(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary)
    : inventory_(inventory),
      dictionary_(dictionary),
      first_things_(inventory.things.size()),
      first_certificates_(inventory.certificates.size()) {}

std::size_t Collector::need(const Metric& metric, unsigned slots) {
    fleet::require(metric.reading != Reading::not_evaluated && slots <= window_slots_max,
                   "only an evaluated metric is collected, over an hour at most");
    horizon_ = std::max(horizon_, slots);
    if (metric.reading == Reading::addresses) {
        peers_metric_ = &metric;
        peers_.resize(things());
        return peers_column;
    }
    auto found = std::find_if(columns_.begin(), columns_.end(),
                              [&](const Column& column) { return &column.metric() == &metric; });
    if (found == columns_.end()) {
        found = columns_.emplace(columns_.end(), metric);
        found->resize(things());
        // Things already active in the open slot have no cell in a column that was not there.
        for (const auto thing : live_) found->begin(thing, slot_);
    }
    found->widen(slots, slot_);
    return static_cast<std::size_t>(found - columns_.begin());
}

void Collector::open(Slot slot) {
    fleet::require(slot >= slot_, "detect moves forward in time only");
    slot_ = slot;
}

void Collector::take(const Observation& seen) {
    const auto thing = thing_of(seen);
    if (thing == no_name) return;
    if (thing >= things()) grow(std::size_t{thing} + 1);
    // A granted subscription is no activity, only a sign of life. (docs/detect-semantics §5.1)
    const bool is_activity = seen.kind != ObservationKind::subscribed;
    if (is_activity && !was_active(thing)) awake(thing);
    const Event event{.seen = seen, .is_defender_traffic = is_defender_topic(seen.topic)};
    if (peers_metric_ != nullptr && peers_metric_->counted(event) != 0)
        peers_.observe(thing, seen, dictionary_.addresses);
    if (!is_activity) return;
    for (auto& column : columns_) column.add(thing, slot_, event);
}

void Collector::seal() { peers_.seal(); }

void Collector::next_slot() {
    peers_.next_slot();
    ++slot_;
    std::erase_if(live_, [&](NameId thing) {
        auto& activity = activity_[thing];
        activity.is_live = slot_ - activity.last < horizon_;
        return !activity.is_live;
    });
}

std::optional<Datapoint> Collector::read(std::size_t column, NameId thing, unsigned slots) const {
    const auto active = active_slots(thing);
    if (column != peers_column) return columns_[column].read(thing, slot_, slots, active);
    if ((active & 1U) == 0) return std::nullopt;
    const auto addresses = peers_.of(thing);
    if (addresses.empty()) return std::nullopt;
    return Datapoint{.low = 0, .high = 0, .addresses = addresses};
}

/// A refusal came before any client id: it is laid to the one thing its certificate belongs to.
/// (docs/detect-semantics §3.2)
NameId Collector::thing_of(const Observation& seen) {
    if (seen.kind != ObservationKind::refused) return seen.client_id;
    if (seen.certificate_id == no_name) return no_name;
    const auto index = certificate_index(seen.certificate_id);
    if (index >= inventory_.certificates.size()) return no_name;
    const auto& things = inventory_.certificates[index].things;
    return things.size() == 1 ? things.front() : no_name;
}

std::uint32_t Collector::certificate_index(NameId certificate) {
    if (certificate < first_certificates_) return certificate;
    if (const auto known = later_certificates_.find(certificate);
        known != later_certificates_.end())
        return known->second;
    const auto id = dictionary_.certificates.text(certificate);
    for (auto index = first_certificates_; index < inventory_.certificates.size(); ++index) {
        if (inventory_.certificates[index].id_hex() != id) continue;
        return later_certificates_[certificate] = static_cast<std::uint32_t>(index);
    }
    return fleet::no_index;  // not registered, or not yet
}

bool Collector::is_defender_topic(NameId topic) {
    if (topic == no_name) return false;
    if (topic >= topics_.size())
        topics_.resize(std::max<std::size_t>(topic + 1, topics_.size() * 2));
    auto& verdict = topics_[topic];
    if (verdict == 0)
        verdict = fleet::topic_matches(defender_topics, dictionary_.topics.text(topic)) ? 2 : 1;
    return verdict == 2;
}

/// The registry's things get their cells at once; others, as they come, a quarter more at a time.
void Collector::grow(std::size_t needed) {
    const auto size = std::max({needed, first_things_, things() + things() / 4});
    activity_.resize(size);
    for (auto& column : columns_) column.resize(size);
    if (peers_metric_ != nullptr) peers_.resize(size);
}

void Collector::awake(NameId thing) {
    auto& activity = activity_[thing];
    const auto since = slot_ - activity.last;
    activity.slots = static_cast<std::uint16_t>(
        since < 16 ? (unsigned{activity.slots} << since | 1U) & 0xFFFFU : 1U);
    activity.last = slot_;
    if (!activity.is_live) live_.push_back(thing);
    activity.is_live = true;
    for (auto& column : columns_) column.begin(thing, slot_);
    if (peers_metric_ != nullptr) peers_.begin(thing);
}

unsigned Collector::active_slots(NameId thing) const {
    const auto& activity = activity_[thing];
    const auto since = slot_ - activity.last;
    return since < 16 ? unsigned{activity.slots} << since : 0;
}

}  // namespace engine
