// How a run over the wire begins and ends: refusals to start, dying brokers, killed runs.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fstream>
#include <set>

#include "fleet/base/error.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/stop.hpp"
#include "tests/sim/wire/stage.hpp"

namespace sim {
namespace {

using namespace stage;
using testing::HasSubstr;

TEST(WireTransport, RefusesTopicsOfTheBrokerItself) {
    Stage stage;
    Both both(stage);
    stage.connect(0).publish(0, "$SYS/broker/load");
    EXPECT_THROW(stage.on(*both.wire), fleet::Error);
}

TEST(WireTransport, SaysHowManyClientsFit) {
    Stage stage;
    auto settings = with_patience();
    settings.lane_max = stage.world().actors.size() - 1;
    try {
        make_wire_transport(stage.world(), settings);
        FAIL() << "more clients that may meet than a process may hold";
    } catch (const fleet::Error& error) {
        // One connection of each process is the cloud's.
        EXPECT_THAT(error.what(), HasSubstr(fmt::format("holds {} here", settings.lane_max - 1)));
    }
}

TEST(WireTransport, SaysWhereItLookedForTheTap) {
    Stage stage;
    EXPECT_THROW(make_wire_transport(stage.world(), {.tap = "/nowhere/tap.so"}), fleet::Error);
}

/// Processes whose parent is this one.
std::set<pid_t> children() {
    std::set<pid_t> found;
    std::ifstream file("/proc/self/task/" + std::to_string(getpid()) + "/children");
    for (pid_t child = 0; file >> child;) found.insert(child);
    return found;
}

std::set<std::string> broker_folders() {
    std::set<std::string> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("fleetdrill-broker-")) found.insert(name);
    }
    return found;
}

TEST(WireTransport, ABrokerKilledInTheMiddleIsAnErrorAndLeavesNothingBehind) {
    const auto folders_before = broker_folders();
    const auto children_before = children();
    Stage stage;
    {
        auto wire = make_wire_transport(stage.world(), with_patience());
        stage.connect(0);
        stage.on(*wire);
        const auto now = children();
        ASSERT_EQ(now.size(), children_before.size() + 1);
        for (const auto child : now) {
            if (!children_before.contains(child)) kill(child, SIGKILL);
        }
        stage.publish(0, "data/a");
        try {
            stage.on(*wire);
            FAIL() << "the broker is dead";
        } catch (const fleet::Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("killed by signal 9"));
        }
    }
    EXPECT_EQ(children(), children_before);
    EXPECT_EQ(broker_folders(), folders_before);
}

TEST(WireTransport, LeavesNothingBehindWhenItIsDone) {
    const auto folders_before = broker_folders();
    const auto children_before = children();
    Stage stage;
    make_wire_transport(stage.world(), with_patience()).reset();
    EXPECT_EQ(children(), children_before);
    EXPECT_EQ(broker_folders(), folders_before);
}

TEST(WireTransport, EvenAKilledRunLeavesNeitherBrokerNorFolder) {
    const auto folders_before = broker_folders();
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t run = fork();
    if (run == 0) {
        Stage stage;
        auto wire = make_wire_transport(stage.world(), with_patience());
        pid_t broker = *children().begin();
        (void)!write(ready[1], &broker, sizeof broker);
        for (;;) pause();
    }
    pid_t broker = 0;
    ASSERT_EQ(read(ready[0], &broker, sizeof broker), static_cast<ssize_t>(sizeof broker));
    ASSERT_EQ(kill(broker, 0), 0) << "it runs";
    kill(run, SIGKILL);
    waitpid(run, nullptr, 0);
    const auto is_running = [&] {
        std::ifstream status("/proc/" + std::to_string(broker) + "/stat");
        std::string id, name, state;
        return status >> id >> name >> state && state != "Z";
    };
    for (int n = 0; n < 1000 && is_running(); ++n) usleep(5000);
    EXPECT_FALSE(is_running());
    EXPECT_EQ(broker_folders(), folders_before);
    close(ready[0]);
    close(ready[1]);
}

TEST(WireTransport, AStoppedRunEndsWithAnErrorThatNamesTheSignal) {
    Stage stage;
    auto wire = make_wire_transport(stage.world(), with_patience());
    stop_on_signals();
    raise(SIGTERM);
    stage.connect(0);
    EXPECT_THROW(
        {
            for (;;) stage.connect(0).disconnect(0).on(*wire);
        },
        fleet::Error);
    stop_on_signals();  // forgets the signal, for tests that follow in this process
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
}

}  // namespace
}  // namespace sim
