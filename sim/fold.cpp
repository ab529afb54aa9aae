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
    if (a.time != b.time) return a.time < b.time;
    if (a.client_id != b.client_id) {
        const bool both_are_named = a.client_id != fleet::no_name && b.client_id != fleet::no_name;
        if (both_are_named && a.client_id >= things && b.client_id >= things) {
            return dictionary.clients.text(a.client_id) < dictionary.clients.text(b.client_id);
        }
        return a.client_id < b.client_id;
    }
    if (a.connection != b.connection) return a.connection < b.connection;
    return a.certificate_id < b.certificate_id;
}

void fold(std::vector<Observation>& events, const fleet::Dictionary& dictionary,
          std::size_t things) {
    // Gather what folds by sorting positions by key; what does not fold keeps a key of its own by
    // its position.
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
    std::stable_sort(events.begin(), events.end(), [&](const Observation& a, const Observation& b) {
        return comes_before(a, b, dictionary, things);
    });
}

}  // namespace sim
