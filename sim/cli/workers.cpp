#include "sim/cli/workers.hpp"

#include <fmt/format.h>

#include <latch>
#include <memory>
#include <system_error>

#include "fleet/base/error.hpp"

namespace cli {

std::vector<std::jthread> start_workers(unsigned jobs, const std::function<void()>& work,
                                        const std::function<void()>& give_up) {
    // Nobody begins before all can: what the first take would be missing for the last.
    const auto all_are_there = std::make_shared<std::latch>(1);
    std::vector<std::jthread> workers;
    try {
        for (unsigned job = 0; job < jobs; ++job)
            workers.emplace_back([all_are_there, work] {
                all_are_there->wait();
                work();
            });
    } catch (const std::system_error& error) {
        give_up();
        all_are_there->count_down();
        throw fleet::Error(fmt::format(
            "{} scenarios at a time: only {} threads could be started: {}; take fewer --jobs, or "
            "raise the limit (ulimit -v, ulimit -u)",
            jobs, workers.size(), error.code().message()));
    }
    all_are_there->count_down();
    return workers;
}

}  // namespace cli
