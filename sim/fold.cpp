#include "sim/fold.hpp"

#include <algorithm>
#include <tuple>

namespace sim {
namespace {

using fleet::Observation;
using fleet::ObservationKind;

bool folds(ObservationKind kind) {
    return kind == ObservationKind::published || kind == ObservationKind::delivered ||
           kind == ObservationKind::denied;
}

auto folding_key(const Observation& event) {
    return std::tuple(event.client_id, event.certificate_id, event.connection, event.kind,
                      event.topic, event.reason);
}

bool has_same_key(const Observation& a, const Observation& b) {
    return a.kind == b.kind && a.topic == b.topic && a.connection == b.connection &&
           a.client_id == b.client_id && a.certificate_id == b.certificate_id &&
           a.reason == b.reason;
}

bool comes_before_within_client(const Observation& a, const Observation& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.connection != b.connection) return a.connection < b.connection;
    if (a.certificate_id != b.certificate_id) return a.certificate_id < b.certificate_id;
    const bool is_delivery = b.kind == ObservationKind::delivered;
    if (a.kind != ObservationKind::delivered) return is_delivery;
    return is_delivery && a.topic < b.topic;
}

void merge_into(Observation& sum, const Observation& event) {
    sum.time = std::min(sum.time, event.time);
    sum.count += event.count;
    sum.bytes_min = std::min(sum.bytes_min, event.bytes_min);
    sum.bytes_max = std::max(sum.bytes_max, event.bytes_max);
    sum.bytes_sum += event.bytes_sum;
}

}  // namespace

bool comes_before(const Observation& a, const Observation& b, const fleet::Dictionary& dictionary,
                  std::size_t things) {
    if (a.client_id != b.client_id) {
        const bool both_are_named = a.client_id != fleet::no_name && b.client_id != fleet::no_name;
        if (both_are_named && a.client_id >= things && b.client_id >= things) {
            return dictionary.clients.text(a.client_id) < dictionary.clients.text(b.client_id);
        }
        return a.client_id < b.client_id;
    }
    return comes_before_within_client(a, b);
}

namespace {

void gather(std::vector<Observation>& events) {
    // What folds is found by sorting positions by key; the rest is left alone.
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        if (folds(events[i].kind)) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return folding_key(events[a]) < folding_key(events[b]);
    });
    std::vector<std::uint32_t>
        heads;  // the first event of each group, which the others are merged into
    for (const auto position : order) {
        if (!heads.empty() && folding_key(events[heads.back()]) == folding_key(events[position])) {
            merge_into(events[heads.back()], events[position]);
            events[position].count = 0;  // gone: no event stands for none
        } else {
            heads.push_back(position);
        }
    }
    std::erase_if(events, [](const Observation& event) { return event.count == 0; });
}

}  // namespace

void fold(std::vector<Observation>& events, const fleet::Dictionary& dictionary,
          std::size_t things) {
    gather(events);
    std::stable_sort(events.begin(), events.end(), [&](const Observation& a, const Observation& b) {
        return comes_before(a, b, dictionary, things);
    });
}

namespace {

/// Beyond this many events of one client in a slot, comparing each with each costs more than
/// sorting.
constexpr std::size_t few = 48;

void fold_few(std::vector<Observation>& events, std::size_t begin) {
    auto end = begin;
    for (auto i = begin; i < events.size(); ++i) {
        const auto& event = events[i];
        auto head = end;
        if (folds(event.kind)) {
            for (head = begin; head < end && !has_same_key(events[head], event);) ++head;
        }
        if (head < end)
            merge_into(events[head], event);
        else if (i != end)
            events[end++] = event;
        else
            ++end;
    }
    events.resize(end);
    for (auto i = begin + 1; i < end; ++i) {
        for (auto j = i; j > begin && comes_before_within_client(events[j], events[j - 1]); --j)
            std::swap(events[j], events[j - 1]);
    }
}

}  // namespace

void fold_client(std::vector<Observation>& events, std::size_t begin) {
    if (events.size() - begin < 2) return;
    if (events.size() - begin <= few) return fold_few(events, begin);
    const auto first = events.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<Observation> own(first, events.end());
    events.erase(first, events.end());
    gather(own);
    std::stable_sort(own.begin(), own.end(), comes_before_within_client);
    events.insert(events.end(), own.begin(), own.end());
}

}  // namespace sim
