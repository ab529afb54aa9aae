// The threads of --jobs.
#pragma once

#include <functional>
#include <thread>
#include <vector>

namespace cli {

/// As many threads as there are jobs, each of which does `work`. Raises Error, which says how many
/// were wanted and that fewer would do, where the machine gives no more of them; those that run
/// already are waited for, after `give_up` has told them that nobody needs their work.
std::vector<std::jthread> start_workers(unsigned jobs, const std::function<void()>& work,
                                        const std::function<void()>& give_up);

}  // namespace cli
