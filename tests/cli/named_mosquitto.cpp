#include "tests/cli/named_mosquitto.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "fleet/synthesise.hpp"
#include "scenarios/kinds.hpp"
#include "scenarios/load.hpp"
#include "sim/wire/mosquitto_broker.hpp"

namespace cli_test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(probe, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size), 0);
    close(probe);
    return ntohs(address.sin_port);
}

bool accepts(const std::string& host, std::uint16_t port) {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(port);
    inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    const bool is_open =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return is_open;
}

/// In a child: the program in its place, which dies with the test.
[[noreturn]] void become(std::vector<std::string> words, const fs::path& out, const fs::path& err) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

}  // namespace

Started::Started(const std::vector<std::string>& arguments, const fs::path& folder) {
    std::vector<std::string> words{FLEETDRILL_BINARY_DIR "/fleetdrill"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    process_ = fork();
    if (process_ != 0) return;
    setenv("TMPDIR", (folder / "tmp").c_str(), 1);
    become(words, folder / "out", folder / "err");
}

Started::~Started() {
    if (is_ended_) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

pid_t Started::await_child(std::string_view wanted) const {
    for (int n = 0; n < 600; ++n, std::this_thread::sleep_for(50ms)) {
        for (const auto& entry : fs::directory_iterator("/proc")) {
            std::ifstream stream(entry.path() / "stat");
            pid_t process = 0, parent = 0;
            std::string name, state;
            if (stream >> process >> name >> state >> parent && parent == process_ &&
                name == wanted)
                return process;
        }
    }
    return 0;
}

int Started::status() {
    int status = 0;
    for (int n = 0; n < 1200 && !is_ended_; ++n, std::this_thread::sleep_for(50ms))
        is_ended_ = waitpid(process_, &status, WNOHANG) == process_;
    return is_ended_ && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

NamedMosquitto::NamedMosquitto(const fs::path& scenario, const std::string& address)
    : port_(free_port()) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    start_ = fleet::format_time(fleet::Time(today));
    const auto loaded = scenarios::load(scenario, {.sets = {"start=" + start_}},
                                        {.traffic = scenarios::traffic_cards(),
                                         .timeline = scenarios::timeline_cards(),
                                         .defects = scenarios::defect_cards()});
    const auto fleet = fleet::synthesise(loaded.fleet, loaded.seed);
    const auto identity = fleet::broker_identity(fleet);
    folder_.write("ca.pem", identity.trusted_cas);
    folder_.write("broker.pem", identity.certificate);
    folder_.write("broker.key", identity.private_key);
    const auto config = folder_.write(
        "mosquitto.conf",
        fmt::format("listener {} {}\ncafile {}\ncertfile {}\nkeyfile {}\n"
                    "require_certificate true\nallow_anonymous true\nset_tcp_nodelay true\n{}",
                    port_, address, ca(), (folder_ / "broker.pem").string(),
                    (folder_ / "broker.key").string(), geteuid() == 0 ? "user root\n" : ""));
    const auto program = sim::find_mosquitto().string();
    process_ = fork();
    if (process_ == 0) become({program, "-c", config.string()}, folder_ / "out", folder_ / "err");
    for (int n = 0; n < 600 && !accepts(address, port_); ++n) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(accepts(address, port_)) << folder_.read("err");
}

NamedMosquitto::~NamedMosquitto() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

}  // namespace cli_test
