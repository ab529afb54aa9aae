// An export is audited as the run audits: the same tasks, the same findings, the same ids.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;

namespace fs = std::filesystem;
using fleet::Json;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
const std::set<std::string> checks_of_history{"CONFLICTING_CLIENT_IDS_CHECK",
                                              "DEVICE_CERTIFICATE_SHARED_CHECK"};

Json json_in(const fs::path& file) { return Json::parse(fleet::read_file(file)); }

std::string time_text(const Json& seconds) {
    return fleet::format_time(*fleet::read_aws_time(seconds));
}

std::string checks_of(const Json& task) {
    std::vector<std::string> checks;
    for (const auto& [check, summary] : task["auditDetails"].items()) checks.push_back(check);
    return fleet::join(checks, ",");
}

Json findings_of(const Json& all, const Json& task) {
    auto findings = Json::array();
    for (const auto& finding : all["findings"])
        if (finding["taskId"] == task["taskId"]) findings.push_back(finding);
    return findings;
}

/// The audit of an export as JSON, with the checks and the instant of `task`.
Json audit(const fs::path& exported, const Json& task, const fs::path& configuration) {
    std::vector<std::string> words{"audit",     exported.string(),
                                   "--at",      time_text(task["taskStartTime"]),
                                   "--checks",  checks_of(task),
                                   "--format",  "json",
                                   "--fail-on", "never"};
    if (fs::exists(configuration)) words.insert(words.end(), {"--config", configuration.string()});
    const auto outcome = fleetdrill(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.status == 0 ? Json::parse(outcome.out) : Json();
}

void run(const std::string& scenario, const fs::path& out, std::vector<std::string> more) {
    std::vector<std::string> words{"run",   library + scenario, "--transport", "memory", "--quiet",
                                   "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = fleetdrill(words);
    ASSERT_NE(outcome.status, 2) << outcome.err;
}

class RecordedRun : public testing::TestWithParam<const char*> {};
class GeneratedFleet : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(RecordedRun, IsAuditedAsTheRunAuditedItself) {
    const TemporaryFolder folder;
    run(GetParam(), folder / "run", {"--record"});
    const auto all = json_in(folder / "run/audit/findings.json");
    std::size_t compared = 0;
    for (const auto& task : json_in(folder / "run/audit/tasks.json")) {
        if (task["taskType"] != "ON_DEMAND_AUDIT_TASK") continue;
        const auto audited = audit(folder / "run", task, folder / "run/scenario/audit.json");
        EXPECT_EQ(audited["task"], task);
        EXPECT_EQ(audited["findings"], findings_of(all, task));
        ++compared;
    }
    EXPECT_GT(compared, 0U);
}

INSTANTIATE_TEST_SUITE_P(Library, RecordedRun,
                         testing::Values("careless-account", "first-audit", "quickstart",
                                         "weak-certificates", "unsent-notification"));

TEST_P(GeneratedFleet, IsAuditedAsTheRunAuditsItAtItsStart) {
    const TemporaryFolder folder;
    run(GetParam(), folder / "run",
        {"--set", R"(audit.runs=[{"at":"+0s"}])", "--set", "expect={}"});
    const auto made =
        fleetdrill({"generate", library + GetParam(), "--out", (folder / "fleet").string()});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto task = json_in(folder / "run/audit/tasks.json")[0];
    const auto audited = audit(folder / "fleet", task, folder / "run/scenario/audit.json");
    for (const auto& [check, summary] : task["auditDetails"].items()) {
        const auto& told = audited["task"]["auditDetails"][check];
        if (checks_of_history.contains(check)) {
            EXPECT_EQ(told["checkRunStatus"], "WAITING_FOR_DATA_COLLECTION") << check;
            EXPECT_TRUE(told.contains("message"));
        } else {
            EXPECT_EQ(told, summary) << check;
        }
    }
    const auto findings = findings_of(json_in(folder / "run/audit/findings.json"), task);
    EXPECT_EQ(audited["findings"], findings);
    EXPECT_FALSE(findings.empty());
}

INSTANTIATE_TEST_SUITE_P(Library, GeneratedFleet,
                         testing::Values("careless-account", "first-audit", "weak-certificates"));
