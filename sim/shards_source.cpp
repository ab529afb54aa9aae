#include "sim/shards_source.hpp"

#include "fleet/base/error.hpp"
#include "sim/fold.hpp"

namespace sim {

ShardsSource::ShardsSource(const scenarios::Script& script, const fleet::Dictionary& dictionary,
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

void ShardsSource::apply(std::vector<fleet::Change> changes,
                         std::vector<fleet::Outgoing> outgoing) {
    fleet::require(outgoing.empty(),
                   "the service publishes nothing yet: nobody produces outgoing messages");
    slicing_.request(std::move(changes));
}

}  // namespace sim
