// A run whose broker dies, or that is stopped, ends with 2 and leaves nothing: no process, no
// temporary folder, no output.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;

namespace fs = std::filesystem;

namespace {

/// A long run over the broker whose temporary files, messages and output lie in one folder.
class BrokenRun : public testing::Test {
  protected:
    BrokenRun() : BrokenRun(0) {}
    /// With no more than so many descriptors a process; 0: as many as we have.
    explicit BrokenRun(rlim_t given) : descriptors(given) {
        fs::create_directory(folder / "tmp");
        folder.write("long/scenario.json", R"({"duration": "30d", "fleet": {"cohorts": [
{"name": "a", "count": 50, "traffic": [{"kind": "telemetry", "every": "1m"}]}]}})");
        program = fork();
        if (program == 0) become_program();
    }
    ~BrokenRun() override {
        if (!is_ended) kill(program, SIGKILL);
        if (!is_ended) waitpid(program, nullptr, 0);
    }

    [[noreturn]] void become_program() const {
        const int out = open((folder / "err").c_str(), O_WRONLY | O_CREAT, 0600);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        setenv("TMPDIR", (folder / "tmp").c_str(), 1);
        const rlimit limit{descriptors, descriptors};
        if (descriptors != 0) setrlimit(RLIMIT_NOFILE, &limit);
        execl(FLEETDRILL_BINARY_DIR "/fleetdrill", "fleetdrill", "run", (folder / "long").c_str(),
              "--transport", "broker", "--out", (folder / "runs/out").c_str(), nullptr);
        _exit(127);
    }

    /// The mosquitto that the program started, and once it is in the middle of its run.
    pid_t broker_in_the_middle() const {
        for (int n = 0; n < 600; ++n, std::this_thread::sleep_for(50ms)) {
            auto parents =
                descriptors == 0 ? std::vector{program} : children_of(program, "(fleetdrill)");
            for (const auto parent : parents) {
                const auto brokers = children_of(parent, "(mosquitto)");
                if (brokers.empty()) continue;
                std::this_thread::sleep_for(1500ms);
                return brokers.front();
            }
        }
        return 0;
    }
    static std::vector<pid_t> children_of(pid_t parent, std::string_view wanted) {
        std::vector<pid_t> found;
        for (const auto& entry : fs::directory_iterator("/proc")) {
            std::ifstream stream(entry.path() / "stat");
            pid_t process = 0, parent_of_it = 0;
            std::string name, state;
            if (stream >> process >> name >> state >> parent_of_it && parent_of_it == parent &&
                name == wanted)
                found.push_back(process);
        }
        return found;
    }
    /// The exit status; -1 when it does not end within a minute.
    int status() {
        int status = 0;
        for (int n = 0; n < 1200 && !is_ended; ++n, std::this_thread::sleep_for(50ms))
            is_ended = waitpid(program, &status, WNOHANG) == program;
        return is_ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    void expect_nothing_left(pid_t broker) const {
        EXPECT_TRUE(fs::is_empty(folder / "tmp"));
        EXPECT_FALSE(fs::exists(folder / "runs/out"));
        EXPECT_TRUE(!fs::exists(folder / "runs") || fs::is_empty(folder / "runs"));
        EXPECT_EQ(kill(broker, 0), -1) << "the broker lives on";
    }

    rlim_t descriptors;
    support::TemporaryFolder folder;
    pid_t program = -1;
    bool is_ended = false;
};

/// Its fifty clients take several processes and brokers.
class BrokenRunInLanes : public BrokenRun {
  protected:
    BrokenRunInLanes() : BrokenRun(200) {}
};

}  // namespace

TEST_F(BrokenRun, ABrokerThatDiesIsNamedAndLeavesNothing) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    ASSERT_EQ(kill(broker, SIGKILL), 0);
    EXPECT_EQ(status(), 2);
    EXPECT_THAT(folder.read("err"),
                HasSubstr("the broker was killed by signal 9 in the middle of the run"));
    expect_nothing_left(broker);
}

TEST_F(BrokenRun, WhatItLeftWhenItWasKilledTheNextRunSweepsAway) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    ASSERT_EQ(kill(program, SIGKILL), 0);
    EXPECT_EQ(status(), -1);
    EXPECT_FALSE(fs::is_empty(folder / "runs"));
    folder.write("long/scenario.json", R"({"duration": "5m", "fleet": {"cohorts": [
{"name": "a", "count": 1}]}})");
    program = fork();
    if (program == 0) become_program();
    is_ended = false;
    EXPECT_EQ(status(), 0) << folder.read("err");
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "runs"), {}), 1);
}

TEST_F(BrokenRun, AnInterruptEndsItAndLeavesNothing) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    ASSERT_EQ(kill(program, SIGINT), 0);
    EXPECT_EQ(status(), 2);
    EXPECT_THAT(folder.read("err"), HasSubstr("stopped by SIGINT"));
    expect_nothing_left(broker);
}

TEST_F(BrokenRunInLanes, ABrokerThatDiesIsNamedAndLeavesNothing) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    ASSERT_EQ(kill(broker, SIGKILL), 0);
    EXPECT_EQ(status(), 2);
    EXPECT_THAT(folder.read("err"),
                HasSubstr("the broker was killed by signal 9 in the middle of the run"));
    expect_nothing_left(broker);
}

TEST_F(BrokenRunInLanes, AProcessOfClientsThatDiesIsToldAndLeavesNoOther) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    const auto lanes = children_of(program, "(fleetdrill)");
    ASSERT_EQ(lanes.size(), 3U);
    ASSERT_EQ(kill(lanes.back(), SIGKILL), 0);
    EXPECT_EQ(status(), 2);
    EXPECT_THAT(folder.read("err"), HasSubstr("a process of clients has ended unexpectedly"));
    for (const auto lane : lanes) EXPECT_EQ(kill(lane, 0), -1) << "a lane lives on";
    EXPECT_FALSE(fs::exists(folder / "runs/out"));
}

TEST_F(BrokenRunInLanes, AnInterruptEndsAllOfThemAndLeavesNothing) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    const auto lanes = children_of(program, "(fleetdrill)");
    ASSERT_EQ(kill(program, SIGINT), 0);
    EXPECT_EQ(status(), 2);
    EXPECT_THAT(folder.read("err"), HasSubstr("stopped by SIGINT"));
    for (const auto lane : lanes) EXPECT_EQ(kill(lane, 0), -1) << "a lane lives on";
    expect_nothing_left(broker);
}

TEST_F(BrokenRunInLanes, AKilledRunLeavesNoProcess) {
    const auto broker = broker_in_the_middle();
    ASSERT_GT(broker, 0) << folder.read("err");
    const auto lanes = children_of(program, "(fleetdrill)");
    ASSERT_EQ(kill(program, SIGKILL), 0);
    EXPECT_EQ(status(), -1);
    const auto lives = [](pid_t process) { return kill(process, 0) == 0; };
    for (int n = 0; n < 200 && (lives(broker) || std::ranges::any_of(lanes, lives)); ++n)
        std::this_thread::sleep_for(50ms);
    EXPECT_FALSE(lives(broker));
    EXPECT_FALSE(std::ranges::any_of(lanes, lives));
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
}
