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
using Seen = std::span<const Observation>;

constexpr std::string_view defender_topics = "$aws/things/+/defender/#";
constexpr std::size_t peers_column = 0xFFFF;  // those of dimensions follow

/// A number for each kind of event, below event_kinds.
std::size_t number_of(const EventKind& event) {
    return ((static_cast<std::size_t>(event.kind) * 16 + static_cast<std::size_t>(event.reason)) *
                2 +
            (event.is_on_connection ? 1U : 0U)) *
               2 +
           (event.is_defender_traffic ? 1U : 0U);
}

EventKind event_kind(std::size_t number) {
    return {.kind = static_cast<ObservationKind>(number / 64),
            .reason = static_cast<fleet::Reason>(number / 4 % 16),
            .is_on_connection = (number & 2) != 0,
            .is_defender_traffic = (number & 1) != 0};
}

}  // namespace

Collector::Collector(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
                     fleet::Workers workers)
    : inventory_(inventory),
      dictionary_(dictionary),
      workers_(workers),
      first_things_(inventory.things.size()),
      first_certificates_(inventory.certificates.size()),
      reported_(dictionary) {
    for (std::size_t number = 0; number < event_kinds; ++number) {
        const auto kind = event_kind(number).kind;
        feeds_[number].is_of_connection =
            kind == ObservationKind::connected || kind == ObservationKind::disconnected;
    }
}

std::size_t Collector::scope_of(const std::optional<Dimension>& dimension) {
    if (!dimension) return Column::no_scope;
    TopicScope wanted(*dimension);
    const auto key = wanted.key();
    const auto found = std::ranges::find(scopes_, key, &TopicScope::key);
    if (found != scopes_.end()) return static_cast<std::size_t>(found - scopes_.begin());
    scopes_.push_back(std::move(wanted));
    return scopes_.size() - 1;
}

std::size_t Collector::need(const Metric& metric, unsigned slots, Measured measured,
                            const std::optional<Dimension>& dimension) {
    fleet::require(metric.reading != Reading::not_evaluated && !is_reported(metric.reading) &&
                       slots <= window_slots_max,
                   "only what the broker sees is collected here, over an hour at most");
    horizon_ = std::max(horizon_, slots);
    horizon_mask_ = (1U << horizon_) - 1;
    if (metric.reading == Reading::addresses) return need_addresses(metric, scope_of(dimension));
    const Column wanted(metric, measured, scope_of(dimension));
    auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) {
        return &column.metric() == &metric && column.is_total() == wanted.is_total() &&
               column.scope() == wanted.scope();
    });
    if (found == columns_.end()) {
        found = columns_.insert(columns_.end(), wanted);
        found->resize(things());
        for (std::size_t kind = 0; kind < event_kinds; ++kind) {
            if (!metric.counts(event_kind(kind))) continue;
            auto& feed = feeds_[kind];
            (dimension ? feed.scoped : feed.columns)
                .push_back(static_cast<std::uint16_t>(columns_.size() - 1));
        }
    }
    found->lengthen(slots, slot_);
    return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t Collector::need_addresses(const Metric& metric, std::size_t scope) {
    has_peers_ = true;
    peers_.resize(things());
    for (std::size_t kind = 0; kind < event_kinds; ++kind)
        feeds_[kind].tells_peer = metric.counts(event_kind(kind));
    if (scope == Column::no_scope) return peers_column;
    const auto found = std::ranges::find(scoped_addresses_, scope, &ScopedAddresses::scope);
    const auto number = static_cast<std::size_t>(found - scoped_addresses_.begin());
    if (found == scoped_addresses_.end()) {
        scoped_addresses_.emplace_back(scope);
        for (std::size_t kind = 0; kind < event_kinds; ++kind) {
            if (metric.counts(event_kind(kind)))
                feeds_[kind].scoped.push_back(static_cast<std::uint16_t>(of_addresses | number));
        }
    }
    return peers_column + 1 + number;
}

void Collector::open(Slot slot) {
    fleet::require(slot >= slot_, "detect moves forward in time only");
    if (slot > slot_ + 1) {
        for (auto& column : columns_) column.clear();
    }
    slot_ = slot;
    reported_.open(slot_);
    absences_.open_slot();
    for (auto& column : columns_) column.open(slot_);
    fleet::for_each_share(things(), workers_.shares_of(things()),
                          [this](unsigned, std::size_t first, std::size_t last) {
                              for (auto& column : columns_) column.begin(first, last);
                          });
}

/// Whatever is looked up by number is made long enough before several threads look.
void Collector::prepare() {
    const auto& topics = dictionary_.topics;
    for (auto topic = static_cast<NameId>(is_defender_topic_.size()); topic < topics.size();
         ++topic)
        is_defender_topic_.push_back(fleet::topic_matches(defender_topics, topics.text(topic)));
    for (auto& scope : scopes_) scope.learn(topics);
    if (has_peers_) peers_.learn(dictionary_.addresses);
    if (dictionary_.clients.size() > things()) grow(dictionary_.clients.size());
}

void Collector::expect(unsigned shares) {
    prepare();
    reported_.expect(shares);
    asides_.assign(shares, {});
}

void Collector::take(unsigned share, Seen part) {
    auto& aside = asides_[share];
    NameId last = 0;
    for (const auto& seen : part) {
        if (seen.client_id == no_name) {
            if (seen.kind == ObservationKind::refused) aside.refused.push_back(seen);
            continue;
        }
        fleet::require(seen.client_id >= last || seen.client_id >= first_things_,
                       "a slice is sorted by client");
        if (seen.client_id < first_things_) last = seen.client_id;
        if (seen.kind == ObservationKind::report) [[unlikely]]
            reported_.take(share, seen);
        take_one(seen.client_id, seen, aside);
    }
}

void Collector::absorb_activity(NameId thing, unsigned share) {
    if (!is_active(thing)) awake(thing);
    asides_[share].has_activity = true;
}

void Collector::absorb_addresses(NameId thing, std::span<const NameId> addresses, unsigned share) {
    if (has_peers_ && is_active(thing)) peers_.put(thing, addresses, asides_[share].further);
}

void Collector::finish() {
    for (auto& aside : asides_) {
        // A refusal came before any client id, and may concern a thing of any share.
        for (const auto& refused : aside.refused) {
            const auto owner = owner_of(refused);
            if (owner != no_name) take_one(owner, refused, aside);
        }
        peers_.note(aside.further);
        for (const auto& [number, thing, address] : aside.scoped_addresses)
            scoped_addresses_[number].note({.thing = thing, .address = address});
        absences_.note_changed(aside.came_or_went);
        if (aside.has_activity) newest_ = slot_;
    }
    reported_.finish();
    for (const auto& aside : asides_) {
        for (const auto& [column, thing, cell] : aside.too_large) {
            columns_[column].widen();
            columns_[column].add(thing, cell);
        }
    }
    asides_.clear();
}

void Collector::take_one(NameId thing, const Observation& seen, Aside& aside) {
    // A granted subscription is no activity, only a sign of life. (docs/detect-semantics §5.1)
    const bool is_activity = seen.kind != ObservationKind::subscribed;
    if (is_activity && !is_active(thing)) awake(thing);
    aside.has_activity |= is_activity;
    const auto& feed = feeds_[number_of(
        {.kind = seen.kind,
         .reason = seen.reason,
         .is_on_connection = seen.connection != 0,
         .is_defender_traffic = seen.topic != no_name && is_defender_topic_[seen.topic]})];
    if (feed.is_of_connection && absences_.observe(thing, seen))
        aside.came_or_went.push_back(thing);
    if (feed.tells_peer) peers_.observe(thing, seen, aside.further);
    if (!is_activity) return;
    for (const auto column : feed.columns)
        add(column, thing, columns_[column].cell_of(seen), aside);
    if (!feed.scoped.empty()) [[unlikely]]
        take_scoped(feed, thing, seen, aside);
}

/// Apart, so that those who ask for no dimension pay nothing for it.
[[gnu::noinline]] void Collector::take_scoped(const Feed& feed, NameId thing,
                                              const Observation& seen, Aside& aside) {
    const auto topic =
        seen.topic == no_name ? std::string_view{} : dictionary_.topics.text(seen.topic);
    const auto client_id = dictionary_.clients.text(thing);
    for (const auto column : feed.scoped) {
        const std::size_t number = column & ~of_addresses;
        if ((column & of_addresses) == 0) {
            if (scopes_[columns_[column].scope()].holds(seen.topic, topic, client_id))
                add(column, thing, columns_[column].cell_of(seen), aside);
        } else if (scopes_[scoped_addresses_[number].scope()].holds(seen.topic, topic, client_id) &&
                   seen.source_address != no_name) {
            const Scoped told{number, thing, seen.source_address};
            auto& all = aside.scoped_addresses;
            if (all.empty() || all.back() != told) all.push_back(told);
        }
    }
}

/// Who comes or goes is active anyway; these stayed.
void Collector::awake_connected() {
    for (NameId thing = 0; thing < things(); ++thing) {
        if (is_active(thing) || !absences_.is_connected(thing)) continue;
        awake(thing);
        newest_ = slot_;
    }
}

void Collector::seal() {
    if (is_connected_active_) awake_connected();
    peers_.seal();
    for (auto& addresses : scoped_addresses_) addresses.seal(dictionary_.addresses);
}

void Collector::next_slot() {
    peers_.next_slot();
    for (auto& addresses : scoped_addresses_) addresses.next_slot();
    open(slot_ + 1);
}

bool Collector::read(std::size_t column, NameId thing, unsigned slots, unsigned activity,
                     Datapoint& datapoint) const {
    if (column < peers_column) return columns_[column].read(thing, slots, activity, datapoint);
    if ((activity & 1U) == 0) return false;
    datapoint.addresses = column == peers_column
                              ? peers_.of(thing)
                              : scoped_addresses_[column - peers_column - 1].of(thing);
    return !datapoint.addresses.empty();
}

/// A refusal is laid to the one thing its certificate belongs to. (docs/detect-semantics §3.2)
NameId Collector::owner_of(const Observation& refused) {
    if (refused.certificate_id == no_name) return no_name;
    const auto index = certificate_index(refused.certificate_id);
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

/// The registry's things get their cells at once; others, as they come, a quarter more at a time.
void Collector::grow(std::size_t needed) {
    const auto size = std::max({needed, first_things_, things() + things() / 4});
    activity_.resize(size);
    for (auto& column : columns_) column.resize(size);
    if (has_peers_) peers_.resize(size);
    absences_.resize(size);
}

void Collector::awake(NameId thing) {
    auto& activity = activity_[thing];
    const auto since = slot_ - activity.last;
    activity.slots = static_cast<std::uint16_t>(
        since < 16 ? (unsigned{activity.slots} << since | 1U) & 0xFFFFU : 1U);
    activity.last = slot_;
    if (has_peers_) peers_.begin(thing);
}

}  // namespace engine
