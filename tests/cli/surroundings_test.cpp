// The program in poor surroundings: streams that are closed or full, little memory, small files,
// signals. It says what it can, ends with 2, and leaves nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace fs = std::filesystem;

namespace {

const std::string program = FLEETDRILL_BINARY_DIR "/fleetdrill";
const std::string quickstart = FLEETDRILL_SOURCE_DIR "/scenarios/library/quickstart";

/// A line of shell: closing streams and setting limits is its trade. $F is the program.
support::Outcome shell(const std::string& line) {
    return support::run_process({"/bin/sh", "-c", "F=" + program + "; " + line});
}

bool is_empty(const TemporaryFolder& folder) { return fs::is_empty(folder.path()); }

}  // namespace

TEST(Surroundings, AMessageThatCannotBeWrittenIsStillStatusTwo) {
    EXPECT_EQ(shell("$F run nope 2>&-").status, 2);
    EXPECT_EQ(shell("$F --frob 2>&-").status, 2);
    EXPECT_EQ(shell("$F run nope <&- >&- 2>&-").status, 2);
    // A pipe whose reader is gone.
    EXPECT_EQ(shell("{ { sleep 0.3; $F run nope; echo $? >&3; } 2>&1 | true; } 3>&1").out, "2\n");
}

TEST(Surroundings, AClosedStreamIsNotTakenForAFileOfOurs) {
    const TemporaryFolder folder;
    // Were descriptor 2 free, a file of the run would get it, and the progress would go there.
    const auto outcome = shell("$F run " + quickstart + " --transport memory --record --out " +
                               (folder / "run").string() + " --quiet <&- >&- 2>&-");
    EXPECT_EQ(outcome.status, 0) << "nothing was to be told";
    EXPECT_THAT(folder.read("run/observations.jsonl"),
                testing::StartsWith("{\"format\":\"fleetdrill.observations/1\""));
}

TEST(Surroundings, WhatIsToldToAClosedOrFullStdoutIsNoSuccess) {
    const TemporaryFolder folder;
    for (const auto* stream : {">&-", ">/dev/full"}) {
        for (const auto& command :
             {"test " + quickstart, std::string("list checks"), std::string("--help"),
              std::string("--version"), std::string("check --help"), "check " + quickstart,
              "run " + quickstart + " --transport memory --out " + (folder / "run").string()}) {
            const auto outcome = shell("$F " + command + " " + stream);
            EXPECT_EQ(outcome.status, 2) << command << stream;
            EXPECT_THAT(outcome.err, HasSubstr("fleetdrill: ")) << command << stream;
        }
    }
}

TEST(Surroundings, WantOfMemoryIsSaidAndLeavesNothing) {
    const TemporaryFolder folder;
    const auto outcome =
        shell("ulimit -v 400000; $F run " + quickstart +
              " --devices 500000 --transport memory --out " + (folder / "run").string());
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("fleetdrill: out of memory: "));
    EXPECT_TRUE(is_empty(folder));
}

TEST(Surroundings, AFileThatMayNotGrowIsAFailedWrite) {
    const TemporaryFolder folder;
    const auto outcome = shell("ulimit -f 100; $F run " + quickstart +
                               " --transport memory --out " + (folder / "run").string());
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("cannot be written"));
    EXPECT_TRUE(is_empty(folder));
}

TEST(Surroundings, AFolderForTemporaryFilesThatIsNotThereIsNamed) {
    const TemporaryFolder folder;
    const auto outcome = shell("TMPDIR=/nonexistent $F run " + quickstart +
                               " --transport broker --out " + (folder / "run").string());
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("TMPDIR is /nonexistent"));
    EXPECT_TRUE(is_empty(folder));
}

TEST(Surroundings, AFleetThatNoProcessHoldsIsPlayedInMemoryUnlessABrokerWasAskedFor) {
    const TemporaryFolder folder;
    const auto run = "ulimit -n 256; $F run " + quickstart + " --out " + (folder / "run").string();
    const auto outcome = shell(run);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, HasSubstr("clients are more than one process can hold here (42): "
                                       "played in memory"));
    EXPECT_THAT(folder.read("run/timing.json"), HasSubstr("\"transport\": \"memory\""));
}

TEST(Surroundings, ABrokerThatEndsAtOnceWithoutAWordIsToldWithItsStatus) {
    const TemporaryFolder folder;
    fs::permissions(folder.write("mosquitto", "#!/bin/sh\nexit 3\n"), fs::perms::owner_all);
    const auto outcome = shell("PATH=" + folder.path().string() + ":$PATH $F run " + quickstart +
                               " --transport broker --out " + (folder / "run").string());
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err,
                HasSubstr("the broker did not start: " + (folder / "mosquitto").string() +
                          " ended with status 3 and said nothing"));
}

TEST(Surroundings, TooManyJobsAreToldWithTheWayOut) {
    const TemporaryFolder folder;
    for (int n = 0; n < 20; ++n)
        folder.write(fmt::format("t{}/scenario.json", n), support::small_scenario());
    // Each thread wants a stack of 1 GB, and there are 4 GB.
    const std::string limits = "ulimit -s 1000000; ulimit -v 4000000; $F ";
    for (const std::string command : {"test ", "mutate "}) {
        const auto outcome = shell(limits + command + folder.path().string() + " --jobs 256");
        EXPECT_EQ(outcome.status, 2) << command;
        EXPECT_THAT(outcome.err,
                    testing::ContainsRegex("20 scenarios at a time: only [0-9]+ threads could be "
                                           "started: [^;]+; take fewer --jobs"))
            << command;
    }
    EXPECT_EQ(shell(limits + "test " + folder.path().string() + " --jobs 1").status, 0);
}

TEST(Surroundings, ASignalEndsItWhileTheFleetIsMade) {
    for (const auto& [signal, name] : {std::pair{SIGINT, "SIGINT"}, std::pair{SIGTERM, "SIGTERM"},
                                       std::pair{SIGHUP, "SIGHUP"}}) {
        const TemporaryFolder folder;
        const auto out = (folder / "runs/run").string(), err = (folder / "err").string();
        const pid_t child = fork();
        if (child == 0) {
            freopen(err.c_str(), "w", stderr);
            execl(program.c_str(), program.c_str(), "run", quickstart.c_str(), "--transport",
                  "memory", "--devices", "1000000", "--out", out.c_str(), nullptr);
            _exit(127);
        }
        for (int n = 0; n < 600 && !fs::exists(folder / "runs"); ++n)
            std::this_thread::sleep_for(10ms);
        kill(child, signal);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 2) << name;
        EXPECT_THAT(folder.read("err"), HasSubstr(std::string("stopped by ") + name));
        EXPECT_TRUE(fs::is_empty(folder / "runs")) << name;
    }
}

TEST(Surroundings, WhatAKilledRunLeftIsSweptAwayAndItsOldRunComesBack) {
    const TemporaryFolder folder;
    const pid_t gone = fork();
    if (gone == 0) _exit(0);
    waitpid(gone, nullptr, 0);
    const auto part = ".run.part-" + std::to_string(gone);
    folder.write(part + "/truth.json", "{}");
    folder.write(part + ".old/run.json", "{}");
    const auto alive = ".run.part-" + std::to_string(getpid());
    folder.write(alive + "/truth.json", "{}");
    const auto refused = support::fleetdrill(
        {"run", quickstart, "--transport", "memory", "--out", (folder / "run").string()});
    EXPECT_EQ(refused.status, 2) << "what came back is no run of ours";
    EXPECT_FALSE(fs::exists(folder / part));
    EXPECT_EQ(folder.read("run/run.json"), "{}");
    EXPECT_TRUE(fs::exists(folder / alive)) << "its process lives";
}
