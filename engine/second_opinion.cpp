#include "engine/second_opinion.hpp"

#include <algorithm>

namespace engine {

void SecondOpinion::end() {
    examination_.end();
    requests_ = examination_.take_requests();
}

void SecondOpinion::hold_against(const Requests& asked) {
    const auto is_same = [](const fleet::Outgoing& a, const fleet::Outgoing& b) {
        return a.topic == b.topic && a.payload == b.payload;
    };
    has_diverged_ = has_diverged_ || asked.changes != requests_.changes ||
                    !std::ranges::equal(asked.outgoing, requests_.outgoing, is_same);
}

}  // namespace engine
