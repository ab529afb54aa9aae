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

Progress::Progress(bool is_wanted) : is_shown_(is_wanted && is_terminal(STDERR_FILENO)) {}

Progress::~Progress() { clear(); }

void Progress::show(std::string_view line) {
    if (!is_shown_) return;
    std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(line.size()), line.data());
    std::fflush(stderr);
    is_dirty_ = true;
}

void Progress::clear() {
    if (!is_dirty_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    is_dirty_ = false;
}

}  // namespace cli
