#include "bench/raw_broker.hpp"

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/wire/broker_config.hpp"
#include "sim/wire/mosquitto_broker.hpp"

namespace bench {
namespace {

using namespace std::chrono_literals;
constexpr auto start_patience = 10s;

/// Binds (port 0) or connects a socket on loopback; the port, or 0 when that failed.
std::uint16_t try_port(std::uint16_t port) {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* at = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool is_good = port == 0
                             ? bind(probe, at, size) == 0 && getsockname(probe, at, &size) == 0
                             : connect(probe, at, size) == 0;
    close(probe);
    return is_good ? ntohs(address.sin_port) : std::uint16_t{0};
}

/// What a run's broker is told, less the line that loads the tap.
std::string configuration(const sim::BrokerConfig& config) {
    auto text = sim::to_text(config);
    const auto begin = text.find("\nplugin ");
    fleet::require(begin != std::string::npos, "the configuration loads no plugin");
    return text.erase(begin, text.find('\n', begin + 1) - begin);
}

}  // namespace

RawBroker::RawBroker(const fleet::Fleet& fleet) : folder_("fleetdrill-bench-"), port_(try_port(0)) {
    const auto identity = fleet::broker_identity(fleet);
    const auto& folder = folder_.path();
    fleet::write_file(folder / "ca.pem", identity.trusted_cas);
    fleet::write_file(folder / "broker.pem", identity.certificate);
    fleet::write_file(folder / "broker.key", identity.private_key);
    fleet::write_file(folder / "mosquitto.conf",
                      configuration({.folder = folder, .port = port_, .is_root = geteuid() == 0}));
    start();
    const auto deadline = std::chrono::steady_clock::now() + start_patience;
    while (try_port(port_) == 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            stop();
            throw fleet::Error("the broker of the baseline does not accept connections");
        }
        std::this_thread::sleep_for(2ms);
    }
}

RawBroker::~RawBroker() { stop(); }

void RawBroker::start() {
    const auto program = sim::find_mosquitto().string();
    const auto config = (folder_.path() / "mosquitto.conf").string();
    const auto parent = getpid();
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlives the benchmark
        if (getppid() != parent) _exit(1);
        execl(program.c_str(), program.c_str(), "-c", config.c_str(), nullptr);
        _exit(127);
    }
    if (process_ < 0) throw fleet::Error("cannot start the broker of the baseline");
}

void RawBroker::stop() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

}  // namespace bench
