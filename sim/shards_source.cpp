#include "sim/shards_source.hpp"

#include "fleet/base/error.hpp"
#include "sim/fold.hpp"

namespace sim {

ShardsSource::ShardsSource(const scenarios::Script& script, fleet::Dictionary& dictionary,
                           std::size_t things, fleet::Time start, fleet::Time end,
                           std::vector<ObservationPartReader> parts)
    : slicing_(script, start, end),
      dictionary_(dictionary),
      things_(things),
      parts_(std::move(parts)) {}

bool ShardsSource::next(fleet::SliceListener& listener) {
    if (!slicing_.next(told_)) return false;
    auto& all = told_.observations;
    all.clear();
    dictionary_.payloads.begin();
    for (auto& part : parts_) part.read(told_.begin, all);
    const auto apart = all.size();
    fold(all, dictionary_, things_);
    folded_ += apart - all.size();
    listener.begin(told_);
    listener.expect(1);
    listener.take(0, all);
    listener.end();
    return true;
}

/// What the service publishes was published in the shards.
void ShardsSource::apply(std::vector<fleet::Change> changes,
                         std::vector<fleet::Outgoing> /*outgoing*/) {
    slicing_.request(std::move(changes));
}

}  // namespace sim
