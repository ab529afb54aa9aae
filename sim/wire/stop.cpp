#include "sim/wire/stop.hpp"

#include <fmt/format.h>

#include <csignal>
#include <initializer_list>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

volatile std::sig_atomic_t signal_received = 0;

void remember(int signal) {
    signal_received = signal;
    std::signal(signal, SIG_DFL);
}

}  // namespace

void stop_on_signals() {
    signal_received = 0;
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, remember);
    // Whoever was started by nohup outlives its terminal.
    if (std::signal(SIGHUP, remember) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);
}

bool stop_is_wanted() { return signal_received != 0; }

void raise_if_stopped() { raise_if_stopped_after({}); }

void raise_if_stopped_after(std::string_view how_far) {
    const int signal = signal_received;
    if (signal == 0) return;
    throw fleet::Error(fmt::format("stopped by {}{}{}",
                                   signal == SIGINT    ? "SIGINT"
                                   : signal == SIGTERM ? "SIGTERM"
                                                       : "SIGHUP",
                                   how_far.empty() ? "" : ": ", how_far));
}

}  // namespace sim
