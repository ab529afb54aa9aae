// A run from outside: the same bytes from the same seed, and a folder that is whole or not there.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

using support::first_difference;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace fs = std::filesystem;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";

support::Outcome run(const std::string& scenario, const fs::path& out,
                     const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"run",   library + scenario, "--transport", "memory", "--quiet",
                                   "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    return support::fleetdrill(words);
}

void passes(const support::Outcome& outcome) { ASSERT_EQ(outcome.status, 0) << outcome.err; }

}  // namespace

TEST(Run, LeavesTheSameBytesTwice) {
    const TemporaryFolder folder;
    passes(run("quickstart", folder / "a", {"--record", "--format", "text,json,junit"}));
    passes(run("quickstart", folder / "b", {"--record", "--format", "text,json,junit"}));
    EXPECT_EQ(first_difference(folder / "a", folder / "b"), "");
    for (const auto* file : {"observations.jsonl", "report.txt", "report.json", "junit.xml"})
        EXPECT_TRUE(fs::exists(folder / "a" / file)) << file;
    EXPECT_NE(folder.read("a/timing.json"), "");
}

TEST(Run, SaysThatItMissedEvenWhenQuiet) {
    const TemporaryFolder folder;
    const auto outcome =
        run("quickstart", folder / "a",
            {"--set",
             "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, testing::HasSubstr(" of 17 expectations not met; results: "));
}

TEST(Run, LeavesOtherBytesForAnotherSeed) {
    const TemporaryFolder folder;
    passes(run("first-audit", folder / "a", {"--seed", "1"}));
    passes(run("first-audit", folder / "b", {"--seed", "2"}));
    EXPECT_NE(folder.read("a/pki/certificates.pem"), folder.read("b/pki/certificates.pem"));
    EXPECT_NE(folder.read("a/audit/findings.json"), folder.read("b/audit/findings.json"));
}

TEST(Run, DoesNotDependOnTheNumberOfThreads) {
    const TemporaryFolder folder;
    for (const auto* threads : {"1", "2", "5"})
        passes(run("quickstart", folder / threads, {"--record", "--threads", threads}));
    EXPECT_EQ(first_difference(folder / "1", folder / "2"), "");
    EXPECT_EQ(first_difference(folder / "1", folder / "5"), "");
}

TEST(Run, TakesThePlaceOfAnOldRunWhole) {
    const TemporaryFolder folder;
    passes(run("first-audit", folder / "run", {"--seed", "1", "--record"}));
    passes(run("first-audit", folder / "run", {"--seed", "2"}));
    passes(run("first-audit", folder / "fresh", {"--seed", "2"}));
    EXPECT_EQ(first_difference(folder / "run", folder / "fresh"), "");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
}

TEST(Run, RefusesAFolderThatHoldsSomethingElse) {
    const TemporaryFolder folder;
    folder.write("home/letter.txt", "dear reader");
    const auto refused = run("first-audit", folder / "home");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("home: is not empty and no run directory"));
    EXPECT_EQ(folder.read("home/letter.txt"), "dear reader");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(Run, RefusesAFolderWhoseRunFileIsNotItsOwn) {
    const TemporaryFolder folder;
    folder.write("home/run.json", "{}");
    folder.write("home/precious", "dear reader");
    const auto refused = run("first-audit", folder / "home");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("home: is not empty and no run directory"));
    EXPECT_EQ(folder.read("home/precious"), "dear reader");
}

TEST(Run, RefusesARunDirectoryInWhichSomebodyPutAFile) {
    const TemporaryFolder folder;
    passes(run("first-audit", folder / "run"));
    folder.write("run/precious", "dear reader");
    const auto refused = run("first-audit", folder / "run");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("run: holds precious, which no run directory has"));
    EXPECT_EQ(folder.read("run/precious"), "dear reader");
}

TEST(Run, ReplacesWhatALinkPointsToAndNotTheLink) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "real");
    fs::create_directory_symlink("real", folder / "link");
    for (int n = 0; n < 2; ++n) passes(run("first-audit", folder / "link"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_TRUE(fs::exists(folder / "real/run.json"));
    fs::create_directory_symlink("nowhere", folder / "lost");
    const auto refused = run("first-audit", folder / "lost");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("lost: is a symbolic link to nowhere"));
}

TEST(Run, RefusesTheWorkingDirectoryAndWhatHoldsIt) {
    for (const auto* out : {".", "..", "/", ""}) {
        const auto refused = run("first-audit", out);
        EXPECT_EQ(refused.status, 2) << out;
        EXPECT_THAT(refused.err, HasSubstr(*out == 0 ? "expected the name of a folder"
                                                     : "is the working directory, or holds it"));
    }
}

TEST(Run, RefusesAFolderNameThatNoFileSystemTakes) {
    const TemporaryFolder folder;
    const auto refused = run("first-audit", folder / std::string(250, 'x'));
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("the name is longer than 200 bytes"));
}

TEST(Run, ScalesToTwoThousandDevices) {
    const TemporaryFolder folder;
    passes(run("quickstart", folder / "run", {"--devices", "2000"}));
    const auto told = fleet::Json::parse(folder.read("run/run.json"));
    EXPECT_EQ(told["counts"]["devices"], 2000);
}

TEST(Run, RefusesAFleetTooSmallForItsParts) {
    const TemporaryFolder folder;
    const auto refused = run("quickstart", folder / "run", {"--devices", "20"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("devices only 0 play no part yet; make the cohort larger"));
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Run, FindsAndNotifiesOfTheExpiringCertificateInBothAudits) {
    const TemporaryFolder folder;
    passes(run("first-audit", folder / "run"));
    const auto findings = fleet::Json::parse(folder.read("run/audit/findings.json"))["findings"];
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0]["nonCompliantResource"]["resourceIdentifier"],
              findings[1]["nonCompliantResource"]["resourceIdentifier"]);
    EXPECT_NE(findings[0]["taskId"], findings[1]["taskId"]);
    std::istringstream lines(folder.read("run/notifications.jsonl"));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        EXPECT_THAT(line, HasSubstr(R"({"checkName":"DEVICE_CERTIFICATE_EXPIRING_CHECK",)"
                                    R"("checkRunStatus":"COMPLETED_NON_COMPLIANT",)"
                                    R"("nonCompliantResourcesCount":1,"totalResourcesCount":10)"));
    EXPECT_EQ(count, 2U);
}
