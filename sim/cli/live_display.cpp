#include "sim/cli/live_display.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "sim/cli/terminal.hpp"

namespace cli {
namespace {

std::size_t terminal_columns() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

}  // namespace

LiveDisplay::LiveDisplay(bool is_wanted) : is_shown_(is_wanted && is_terminal(STDERR_FILENO)) {}

LiveDisplay::~LiveDisplay() { clear(); }

void LiveDisplay::show(const std::vector<std::string>& lines) {
    if (!is_shown_) return;
    clear();
    const auto columns = terminal_columns();
    std::string text;
    for (const auto& line : lines) text += line.substr(0, columns - 1) + "\n";
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
    painted_ = lines.size();
}

void LiveDisplay::clear() {
    if (painted_ == 0) return;
    // Up by as many lines, and wiped from there to the end.
    std::fputs(fmt::format("\033[{}A\r\033[J", painted_).c_str(), stderr);
    std::fflush(stderr);
    painted_ = 0;
}

}  // namespace cli
