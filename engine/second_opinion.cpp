#include "engine/second_opinion.hpp"

#include <algorithm>

namespace engine {

void SecondOpinion::end() {
    examination_.end();
    requests_ = examination_.take_requests();
}

void SecondOpinion::hold_against(const Requests& asked) {
    has_diverged_ = has_diverged_ || !ask_the_same(asked, requests_);
}

bool ask_the_same(const Requests& one, const Requests& other) {
    const auto are_same = [](const auto& all, const auto& others) {
        return std::ranges::equal(all, others, [](const auto& a, const auto& b) {
            return a.topic == b.topic && a.payload == b.payload;
        });
    };
    return one.changes == other.changes && are_same(one.outgoing, other.outgoing) &&
           are_same(one.exports, other.exports);
}

}  // namespace engine
