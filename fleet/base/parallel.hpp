// Work split over threads by index, in contiguous shares, so that whoever joins the shares in order
// gets what one thread would have got.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace fleet {

/// The threads a piece of work may use, and when it is worth it: starting one costs as much as some
/// thousand steps of a hot loop.
struct Workers {
    unsigned count = 1;
    std::size_t grain = 2048;  // no share is smaller

    unsigned shares_of(std::size_t work) const {
        return static_cast<unsigned>(std::clamp<std::size_t>(work / std::max<std::size_t>(1, grain),
                                                             1, std::max(1U, count)));
    }
};

/// What threads write side by side stands at least this many bytes apart, or each would wait for
/// the other's cache line.
inline constexpr std::size_t apart_bytes = 128;

/// Calls `work(share, first, last)` for `shares` contiguous shares of [0, count), each in a thread
/// of its own, and returns when all are done. What the first share in order threw is thrown again.
template <class Work>
void for_each_share(std::size_t count, unsigned shares, Work work) {
    if (shares <= 1) return work(0U, std::size_t{0}, count);
    std::vector<std::exception_ptr> failures(shares);
    const auto do_share = [&](unsigned share) noexcept {
        try {
            work(share, count * share / shares, count * (share + 1) / shares);
        } catch (...) {
            failures[share] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        threads.reserve(shares - 1);
        for (unsigned share = 1; share < shares; ++share) threads.emplace_back(do_share, share);
        do_share(0);
    }
    for (const auto& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
}

}  // namespace fleet
