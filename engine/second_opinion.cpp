#include "engine/second_opinion.hpp"

#include <algorithm>

namespace engine {

void SecondOpinion::end() {
    examination_.end();
    requests_ = examination_.take_requests();
}

void SecondOpinion::hold_against(const Requests& asked) {
    const auto are_same = [](const auto& all, const auto& others) {
        return std::ranges::equal(all, others, [](const auto& a, const auto& b) {
            return a.topic == b.topic && a.payload == b.payload;
        });
    };
    has_diverged_ = has_diverged_ || asked.changes != requests_.changes ||
                    !are_same(asked.outgoing, requests_.outgoing) ||
                    !are_same(asked.exports, requests_.exports);
}

}  // namespace engine
