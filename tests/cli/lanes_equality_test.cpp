// Fleets of more clients than one process may hold take several brokers, and leave the same files.
// Descriptors are made scarce, so that small fleets do as well.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/process.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;

namespace {

/// Room for 23 clients and the cloud in each process.
support::Outcome with_few_descriptors(const std::string& arguments) {
    const std::string program = FLEETDRILL_BINARY_DIR "/fleetdrill";
    return support::run_process(
        {"/bin/sh", "-c", "ulimit -n 200; exec " + program + " " + arguments});
}

/// Sixty devices, whose impostors, thieves and rotations go to the lanes of those they concern.
std::string eventful(int seed) {
    return fmt::format(R"({{"seed": {}, "duration": "17m", "fleet": {{"cohorts": [
{{"name": "a", "count": 40, "traffic": [{{"kind": "telemetry", "every": "40s"}},
 {{"kind": "commands", "every": "70s"}}],
 "reports": {{"every": "4m", "encoding": "cbor"}}}},
{{"name": "b", "count": 20, "traffic": [{{"kind": "night-and-day", "every": "20s"}}],
 "policy": {{"Version": "2012-10-17", "Statement": [
  {{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}}]}},
 "reports": {{"every": "5m", "names": "mixed"}}}}],
"defects": [
 {{"kind": "shared-certificate", "cohort": "a", "count": 3, "use": "together"}},
 {{"kind": "duplicate-client-id", "cohort": "b", "count": 2, "use": "contest"}},
 {{"kind": "expired-certificate", "cohort": "a", "count": 1}}]}},
"timeline": [
 {{"at": "+3m", "for": "4m", "kind": "stolen-certificate", 
   "devices": {{"cohort": "a", "count": 2}}}},
 {{"at": "+4m", "for": "3m", "kind": "client-id-hijack", "devices": {{"cohort": "b", "count": 1}}}},
 {{"at": "+5m", "for": "5m", "kind": "publish-flood", "factor": 20, 
   "devices": {{"cohort": "a", "count": 2}}}},
 {{"at": "+6m", "kind": "certificate-rotation", "overlap": "1m", 
   "devices": {{"cohort": "a", "count": 2}}}},
 {{"at": "+7m", "for": "9m", "kind": "wrong-thing-name", 
   "devices": {{"cohort": "b", "count": 2}}}},
 {{"at": "+7m", "for": "9m", "kind": "malformed-report", 
   "devices": {{"cohort": "a", "count": 1}}}},
 {{"at": "+8m", "kind": "certificate-status", "status": "REVOKED", 
   "devices": {{"cohort": "b", "count": 2}}}}],
"audit": {{"runs": [{{"at": "end+2h"}}]}}}})",
                       seed);
}

TEST(Lanes, SeveralBrokersLeaveTheSameBytesAsMemory) {
    const support::TemporaryFolder folder;
    for (int seed = 1; seed <= 8; ++seed) {
        folder.write("eventful/scenario.json", eventful(seed));
        const auto scenario = (folder / "eventful").string();
        for (const auto* transport : {"memory", "broker"}) {
            const auto out = (folder / fmt::format("{}-{}", transport, seed)).string();
            const auto outcome = with_few_descriptors(fmt::format(
                "run {} --transport {} --record --quiet --out {}", scenario, transport, out));
            ASSERT_EQ(outcome.status, 0) << "seed " << seed << ": " << outcome.err;
        }
        EXPECT_EQ(support::first_difference(folder / fmt::format("memory-{}", seed),
                                            folder / fmt::format("broker-{}", seed)),
                  "")
            << "seed " << seed;
    }
}

TEST(Lanes, ActorsThatMayMeetAreNotSeparatedAndSayWhatTheyNeed) {
    const support::TemporaryFolder folder;
    folder.write("room/scenario.json", R"({"duration": "5m", "fleet": {"cohorts": [
{"name": "a", "count": 40, "traffic": [{"kind": "telemetry", "every": "40s", "topic": "room"},
 {"kind": "commands", "every": "70s", "topic": "room"}]}]}})");
    const auto outcome =
        with_few_descriptors(fmt::format("run {} --transport broker --out {}",
                                         (folder / "room").string(), (folder / "out").string()));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("40 clients may meet one another"),
                                   HasSubstr("holds 23 here"), HasSubstr("--transport memory")));
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

}  // namespace
