#include "sim/cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace cli {

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

bool may_colour(int descriptor) {
    const char* refusal = std::getenv("NO_COLOR");
    return is_terminal(descriptor) && (refusal == nullptr || *refusal == '\0');
}

Progress::Progress(bool is_wanted, bool is_verbose)
    : is_shown_(is_wanted && !is_verbose && is_terminal(STDERR_FILENO)), is_told_(is_verbose) {}

Progress::~Progress() { clear(); }

void Progress::show(std::string_view line) {
    if (!is_shown_ && !is_told_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + (is_told_ ? std::chrono::milliseconds{1000} : std::chrono::milliseconds{100});
    const auto size = static_cast<int>(line.size());
    if (is_told_)
        std::fprintf(stderr, "fleetdrill: %.*s\n", size, line.data());
    else
        std::fprintf(stderr, "\r\033[K%.*s", size, line.data());
    std::fflush(stderr);
    is_dirty_ = is_shown_;
}

void Progress::clear() {
    if (!is_dirty_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    is_dirty_ = false;
}

}  // namespace cli
