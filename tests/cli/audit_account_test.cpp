// A real account's export: the shell loop that the documentation shows, run against a program that
// answers like the AWS CLI, and what the audit makes of it.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/json.hpp"
#include "tests/support/aws_account.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace fs = std::filesystem;
using fleet::Json;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";

/// The ```bash block of the page.
std::string shown_script() {
    const auto page = fleet::read_file(FLEETDRILL_SOURCE_DIR "/docs/auditing-an-account.md");
    const std::string begin = "```bash\n";
    const auto first = page.find(begin);
    EXPECT_NE(first, std::string::npos);
    const auto start = first + begin.size();
    return page.substr(start, page.find("```", start) - start);
}

using Checks = std::vector<std::string>;

bool is_of(const Checks& kinds, const std::string& check) {
    return std::ranges::any_of(
        kinds, [&](const auto& kind) { return check.find(kind) != std::string::npos; });
}

/// Findings without what the order of certificates decides, but those of some checks.
std::multiset<std::string> findings_of(const Json& audit, const Checks& except) {
    std::multiset<std::string> found;
    for (const auto& finding : audit["findings"]) {
        const auto check = finding["checkName"].get<std::string>();
        if (!is_of(except, check))
            found.insert(check + finding["nonCompliantResource"].dump() +
                         finding["reasonForNonComplianceCode"].get<std::string>());
    }
    return found;
}

class AuditOfAnAccount : public testing::Test {
  protected:
    /// Generates a fleet and saves it with the script, as if it were an account.
    void save(const std::string& scenario) {
        const auto made = fleetdrill(
            {"generate", library + scenario, "--quiet", "--out", (folder_ / "fleet").string()});
        ASSERT_EQ(made.status, 0) << made.err;
        support::write_aws_account(folder_ / "fleet", folder_ / "aws");
        folder_.write("save.sh",
                      "PATH=\"" + (folder_ / "aws/bin").string() + ":$PATH\"\n" + shown_script());
        const auto saved = support::run_process(
            {"/bin/sh", (folder_ / "save.sh").string(), (folder_ / "account").string()});
        ASSERT_EQ(saved.status, 0) << saved.err;
        EXPECT_EQ(saved.err, "");
    }
    Json audit(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"audit",     (folder_ / name).string(),
                                       "--at",      "2018-09-01T00:00:00Z",
                                       "--format",  "json",
                                       "--fail-on", "never"};
        words.insert(words.end(), more.begin(), more.end());
        const auto outcome = fleetdrill(words);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return Json::parse(outcome.out, nullptr, false);
    }
    void expect_equal(const std::string& scenario, const Checks& except) {
        save(scenario);
        // What the registry does not hold, and the revocation lists, lie beside the answers.
        for (const auto& entry : fs::directory_iterator(folder_ / "fleet/pki")) {
            const auto name = entry.path().filename().string();
            fs::create_directories(folder_ / "account/crls");
            fs::create_directories(folder_ / "account/issuers");
            if (name.ends_with(".crl.pem"))
                fs::copy_file(entry.path(), folder_ / "account/crls" / name);
            else if (name != "certificates.pem" && name != "foreign-ca.pem")
                fs::copy_file(entry.path(), folder_ / "account/issuers" / name);
        }
        const auto expected = audit("fleet"), found = audit("account");
        EXPECT_EQ(found["export"], "answers of the AWS CLI");
        EXPECT_EQ(findings_of(found, except), findings_of(expected, except));
        for (const auto& [check, summary] : expected["task"]["auditDetails"].items()) {
            const auto& told = found["task"]["auditDetails"][check];
            if (is_of(except, check)) continue;
            EXPECT_EQ(told["checkRunStatus"], summary["checkRunStatus"]) << check << told;
        }
    }

    TemporaryFolder folder_;
};

}  // namespace

TEST_F(AuditOfAnAccount, FindsWhatIsFoundInTheFleetItWasMadeFrom) {
    expect_equal("weak-certificates", {});
}

TEST_F(AuditOfAnAccount, FindsWhatRolesAndPoliciesAllow) {
    // Nobody of two pools was connected, which no call tells; and the root publishes no list.
    expect_equal("careless-account", {"COGNITO", "REVOKED"});
    const auto told = audit("account");
    const auto& details = told["task"]["auditDetails"];
    EXPECT_EQ(
        details["AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"]["nonCompliantResourcesCount"],
        3);
}

TEST_F(AuditOfAnAccount, TellsWhatItWasNotTold) {
    save("careless-account");
    for (const auto* name : {"list-policies.json", "get-policy", "get-v2-logging-options.json",
                             "get-logging-options.json", "list-role-aliases.json",
                             "get-account-authorization-details.json"})
        fs::remove_all(folder_ / "account" / name);
    const auto told = audit("account");
    const auto& details = told["task"]["auditDetails"];
    const auto expect_no_data = [&](const char* check, const char* what) {
        EXPECT_EQ(details[check]["checkRunStatus"], "WAITING_FOR_DATA_COLLECTION") << check;
        EXPECT_THAT(details[check].value("message", ""), HasSubstr(what)) << check;
    };
    expect_no_data("IOT_POLICY_OVERLY_PERMISSIVE_CHECK", "the account's policies");
    expect_no_data("LOGGING_DISABLED_CHECK", "logging options");
    expect_no_data("IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK", "documents of role");
    expect_no_data("CONFLICTING_CLIENT_IDS_CHECK", "who was connected");
    expect_no_data("REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK", "whom their issuers revoked");
}

TEST_F(AuditOfAnAccount, CountsACertificateThatIsListedAndNotDescribed) {
    save("first-audit");
    fs::remove_all(folder_ / "account/describe-certificate");
    fs::remove_all(folder_ / "account/describe-ca-certificate");
    const auto told = audit("account");
    const auto& details = told["task"]["auditDetails"];
    EXPECT_THAT(details["DEVICE_CERTIFICATE_EXPIRING_CHECK"].value("message", ""),
                HasSubstr("10 of 10 certificates could not be judged"));
    EXPECT_THAT(details["CA_CERTIFICATE_EXPIRING_CHECK"].value("message", ""),
                HasSubstr("1 of 1 certificates could not be judged"));
    EXPECT_EQ(details["DEVICE_CERTIFICATE_AGE_CHECK"]["checkRunStatus"], "COMPLETED_COMPLIANT");
}

TEST_F(AuditOfAnAccount, GoesOnAfterADescriptionThatIsCut) {
    save("first-audit");
    const auto file = fs::directory_iterator(folder_ / "account/describe-certificate")->path();
    const auto text = fleet::read_file(file);
    fleet::write_file(file, text.substr(0, text.size() / 2));
    const auto told = audit("account");
    EXPECT_EQ(told["read"], 11);  // and one CA
    EXPECT_EQ(told["judged"], 10);
    ASSERT_EQ(told["unreadable"].size(), 1U);
    EXPECT_EQ(told["unreadable"][0]["file"], "describe-certificate/" + file.filename().string());
}

TEST_F(AuditOfAnAccount, StopsAtAnAnswerThatIsCutAndNamesIt) {
    save("first-audit");
    const auto file = folder_ / "account/list-policies.json";
    fleet::write_file(file, "{\"policies\": [{\"policyName\": ");
    const auto outcome = fleetdrill({"audit", (folder_ / "account").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("list-policies.json"));
    EXPECT_EQ(outcome.out, "");
}
