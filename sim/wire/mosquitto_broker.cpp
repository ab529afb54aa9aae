#include "sim/wire/mosquitto_broker.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "sim/wire/broker_config.hpp"
#include "sim/wire/stop.hpp"
#include "sim/wire/tap_record.hpp"

namespace sim {
namespace {

using namespace std::chrono_literals;
constexpr auto start_patience = 30s;
constexpr auto devices_per_second = 500;  // read by a broker on a machine that has many to start
constexpr auto stop_patience = 2s;
constexpr int port_attempts = 5;  // another program may take the port between our look and its bind

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* at = reinterpret_cast<sockaddr*>(&address);
    const bool is_found =
        probe >= 0 && bind(probe, at, size) == 0 && getsockname(probe, at, &size) == 0;
    if (probe >= 0) close(probe);
    if (!is_found) throw fleet::Error("there is no free TCP port on 127.0.0.1 for the broker");
    return ntohs(address.sin_port);
}

bool accepts_connections(std::uint16_t port) {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(port);
    const bool accepts =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return accepts;
}

/// In the child, between fork and exec: only what is safe there.
[[noreturn]] void become_broker(const char* program, char* const* arguments,
                                char* const* environment, int log, int memory, pid_t parent) {
    // Not even SIGKILL of ours may leave a broker behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int ignored_by_us : {SIGPIPE, SIGXFSZ}) std::signal(ignored_by_us, SIG_DFL);
    // A group of its own: Ctrl-C is ours to handle, and it ends after us.
    setpgid(0, 0);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    // libmosquitto's sockets would be inherited: a client could not close its own any more.
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    fcntl(memory, F_SETFD, 0);
    execve(program, arguments, environment);
    _exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

std::filesystem::path find_mosquitto() {
    const char* path = std::getenv("PATH");
    const std::string folders =
        std::string(path == nullptr ? "" : path) + ":/usr/sbin:/usr/local/sbin";
    for (const auto folder : fleet::split(folders, ':')) {
        const auto program = std::filesystem::path(folder) / "mosquitto";
        if (!folder.empty() && access(program.c_str(), X_OK) == 0) return program;
    }
    throw fleet::Error(
        "there is no mosquitto in PATH or /usr/sbin: install it (apt install mosquitto), "
        "or, for a run, do without a broker (--transport memory)");
}

std::filesystem::path find_tap(const std::filesystem::path& given) {
    namespace fs = std::filesystem;
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
    const auto places = given.empty()
                            ? std::vector<fs::path>{program / "fleetdrill_tap.so",
                                                    program / "../lib/fleetdrill/fleetdrill_tap.so"}
                            : std::vector<fs::path>{given};
    for (const auto& place : places) {
        if (fs::exists(place)) return fs::canonical(place);
    }
    throw fleet::Error(
        fmt::format("there is no broker tap at {}: build the target fleetdrill_tap, "
                    "or, for a run, do without a broker (--transport memory)",
                    places.front().string()));
}

MosquittoBroker::MosquittoBroker(const fleet::Fleet& fleet, const TapMemory& memory,
                                 Settings settings)
    : settings_(std::move(settings)),
      folder_("fleetdrill-broker-"),
      devices_(static_cast<long>(fleet.devices.size())) {
    write_files(fleet);
    for (int attempt = 1;; ++attempt) {
        port_ = free_port();
        start(memory);
        try {
            if (await_listener()) return;
        } catch (...) {
            stop();  // a constructor that throws has no destructor
            throw;
        }
        const auto log = last_log_lines();
        stop();
        if (attempt < port_attempts && log.find("Address already in use") != std::string::npos) {
            continue;
        }
        throw fleet::Error(fmt::format(
            "the broker did not start: {} {}{}", find_mosquitto().string(), how_it_ended(),
            log.empty() ? " and said nothing" : "; its last words:\n" + log));
    }
}

MosquittoBroker::~MosquittoBroker() { stop(); }

void MosquittoBroker::write_files(const fleet::Fleet& fleet) const {
    const auto identity = fleet::broker_identity(fleet);
    const auto& folder = folder_.path();
    fleet::write_file(folder / "ca.pem", identity.trusted_cas);
    fleet::write_file(folder / "broker.pem", identity.certificate);
    fleet::write_file(folder / "broker.key", identity.private_key);
    if (settings_.behaviour.enforce_crl) {
        fleet::write_file(folder / "crl.pem", identity.revocation_lists);
    }
    std::filesystem::create_directory(folder / "inventory");
    fleet::save_inventory(fleet.inventory, folder / "inventory");
}

void MosquittoBroker::start(const TapMemory& memory) {
    const auto config = folder_.path() / "mosquitto.conf";
    fleet::write_file(config, to_text(BrokerConfig{.folder = folder_.path(),
                                                   .tap = settings_.tap,
                                                   .port = port_,
                                                   .enforce_crl = settings_.behaviour.enforce_crl,
                                                   .is_root = geteuid() == 0}));
    const auto program = find_mosquitto();
    std::vector<std::string> arguments{program.string(), "-c", config.string()};
    auto variables = environment(memory);
    const auto argument_pointers = pointers(arguments);
    const auto environment_pointers = pointers(variables);
    const auto log_file = folder_.path() / "mosquitto.log";
    log_ = open(log_file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const pid_t parent = getpid();
    process_ = fork();
    if (process_ == 0) {
        become_broker(program.c_str(), argument_pointers.data(), environment_pointers.data(), log_,
                      memory.descriptor(), parent);
    }
    if (process_ < 0) {
        const auto error = errno;
        stop();
        throw fleet::Error(
            fmt::format("cannot start {}: {}", program.string(), std::strerror(error)));
    }
}

std::vector<std::string> MosquittoBroker::environment(const TapMemory& memory) const {
    return {"PATH=/usr/bin:/bin",
            "LD_PRELOAD=" + settings_.tap.string(),
            fmt::format("{}={}", tap_descriptor_variable, memory.descriptor()),
            fmt::format("{}={}", tap_inventory_variable, (folder_.path() / "inventory").string()),
            fmt::format("{}={}", tap_cloud_variable, settings_.cloud_certificate),
            fmt::format("{}={}", tap_resumption_variable, settings_.allows_resumption ? 1 : 0),
            fmt::format("{}={}", tap_close_on_deny_variable,
                        settings_.behaviour.close_on_deny ? 1 : 0)};
}

void MosquittoBroker::restart(const TapMemory& memory) {
    stop();
    start(memory);
    if (await_listener()) return;
    throw fleet::Error("the broker did not start again; its last words:\n" + last_log_lines());
}

bool MosquittoBroker::await_listener() {
    // It reads the registry first, and other brokers may do so beside it.
    const auto patience = start_patience + std::chrono::seconds{devices_ / devices_per_second};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        if (has_ended()) return false;
        if (accepts_connections(port_)) return !has_ended();
        raise_if_stopped();
        std::this_thread::sleep_for(2ms);
    }
    throw fleet::Error(fmt::format(
        "the broker does not accept connections after {} s: the machine is too busy, or "
        "the fleet too large for it (--devices); its last words:\n{}",
        patience.count(), last_log_lines()));
}

bool MosquittoBroker::has_ended() {
    if (process_ > 0 && waitpid(process_, &exit_status_, WNOHANG) == process_) process_ = -1;
    return process_ < 0;
}

std::string MosquittoBroker::how_it_ended() const {
    return WIFSIGNALED(exit_status_)
               ? fmt::format("was killed by signal {}", WTERMSIG(exit_status_))
               : fmt::format("ended with status {}", WEXITSTATUS(exit_status_));
}

void MosquittoBroker::require_alive() {
    if (!has_ended()) return;
    const auto how = how_it_ended();
    const auto log = last_log_lines();
    throw fleet::Error(
        fmt::format("the broker {} in the middle of the run{}", how,
                    log.empty() ? "; its log is empty" : "; the last lines of its log:\n" + log));
}

void MosquittoBroker::stop() {
    if (!has_ended()) {
        kill(process_, SIGTERM);
        const auto deadline = std::chrono::steady_clock::now() + stop_patience;
        while (!has_ended() && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(1ms);
        }
    }
    if (!has_ended()) {
        kill(process_, SIGKILL);
        waitpid(process_, &exit_status_, 0);
        process_ = -1;
    }
    if (log_ >= 0) close(std::exchange(log_, -1));
}

std::string MosquittoBroker::last_log_lines() const {
    constexpr std::size_t lines_max = 10;
    constexpr off_t bytes_max = 1 << 14;
    const auto size = std::max<off_t>(0, lseek(log_, 0, SEEK_END));
    std::string text(static_cast<std::size_t>(std::min(size, bytes_max)), '\0');
    const auto read = pread(log_, text.data(), text.size(), size - std::min(size, bytes_max));
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read)));
    std::vector<std::string> lines;
    for (const auto line : fleet::split(text, '\n')) {
        if (!line.empty()) lines.push_back("  " + std::string(line));
    }
    if (lines.size() > lines_max) lines.erase(lines.begin(), lines.end() - lines_max);
    return fleet::join(lines, "\n");
}

}  // namespace sim
