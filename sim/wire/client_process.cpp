#include "sim/wire/client_process.hpp"

#include <mosquitto.h>
#include <sys/resource.h>

#include <csignal>

namespace sim {
namespace {
constexpr std::size_t descriptors_per_client = 3;  // libmosquitto: a socket and a pair to wake it
constexpr std::size_t descriptors_margin = 128;
}  // namespace

std::size_t clients_within(std::size_t descriptors) {
    if (descriptors <= descriptors_margin) return 0;
    return (descriptors - descriptors_margin) / descriptors_per_client;
}

std::size_t clients_max() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return clients_within(limit.rlim_cur);
}

ClientProcess::ClientProcess() : pipe_handler_before_(std::signal(SIGPIPE, SIG_IGN)) {
    mosquitto_lib_init();
}

ClientProcess::~ClientProcess() {
    mosquitto_lib_cleanup();
    std::signal(SIGPIPE, pipe_handler_before_);
}

}  // namespace sim
