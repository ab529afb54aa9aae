// What a check looked at, told from outside.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::TemporaryFolder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

/// A run of first-audit: sensors-0 has a certificate that expires in ten days, and is audited an
/// hour and a day after the start.
class Explain : public testing::Test {
  protected:
    void SetUp() override {
        const auto outcome = support::fleetdrill({"run", library + "first-audit", "--transport",
                                                  "memory", "--quiet", "--out", run().string()});
        ASSERT_EQ(outcome.status, 0) << outcome.err;
    }
    fs::path run() const { return folder_ / "run"; }
    support::Outcome explain(std::vector<std::string> words) const {
        words.insert(words.begin(), {"explain", run().string()});
        return support::fleetdrill(words);
    }
    /// The id of the finding of the first audit.
    std::string finding() const {
        const auto text = folder_.read("run/audit/findings.json");
        return fleet::Json::parse(text)["findings"][0].value("findingId", "");
    }

  private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Explain, TellsWhatTheCheckLookedAtWhenItFound) {
    const auto told = explain({finding().substr(0, 10)});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out,
                AllOf(HasSubstr(std::string(expiring) + " (MEDIUM)"),
                      HasSubstr("Audit 1 of 2018-08-06T01:00:00Z, on demand"),
                      HasSubstr("CERT_EXPIRATION_THRESHOLD_IN_DAYS is 30 days"),
                      HasSubstr("status ACTIVE\n"),
                      HasSubstr("to 2018-08-16T00:00:00Z, which is 9d23h after the start"),
                      HasSubstr("attached to sensors-0"), HasSubstr("found " + finding()),
                      HasSubstr("CERTIFICATE_APPROACHING_EXPIRATION")));
    EXPECT_THAT(told.out, Not(HasSubstr("Audit 2")));
}

TEST_F(Explain, TellsOfEveryAuditWhyNothingCame) {
    const auto told = explain({"--check", expiring, "--resource", "sensors-1"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("Audit 1"), HasSubstr("Audit 2"),
                                HasSubstr("attached to sensors-1"), HasSubstr("found nothing")));
    const auto second = explain({"--check", "DEVICE_CERT_APPROACHING_EXPIRATION_CHECK",
                                 "--resource", "sensors-1", "--task", "2"});
    EXPECT_THAT(second.out, AllOf(HasSubstr("Audit 2"), Not(HasSubstr("Audit 1"))));
}

TEST_F(Explain, TellsConnectionsAndRevocationListsWhereTheCheckReadsThem) {
    EXPECT_THAT(explain({"--check", "CONFLICTING_CLIENT_IDS_CHECK", "--resource", "sensors-2"}).out,
                HasSubstr("sensors-2 was connected from 2018-08-06T00:"));
    EXPECT_THAT(explain({"--check", "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK", "--resource",
                         "sensors-2"})
                    .out,
                HasSubstr("is not on it"));
}

TEST_F(Explain, RefusesAResourceThatNobodyKnows) {
    for (const auto* check :
         {"REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK", "CONFLICTING_CLIENT_IDS_CHECK"}) {
        const auto told = explain({"--check", check, "--resource", "nobody"});
        EXPECT_EQ(told.status, 2);
        EXPECT_THAT(told.err, HasSubstr("\"nobody\" is nothing that " + std::string(check)));
    }
}

TEST_F(Explain, RefusesARunWhoseScenarioWasAltered) {
    const auto file = run() / "scenario" / "scenario.json";
    auto text = fleet::read_file(file);
    const auto place = text.find("10d");
    ASSERT_NE(place, std::string::npos);
    text.replace(place, 3, "90d");
    fleet::write_file(file, text);
    const auto told = explain({"--resource", "sensors-0", "--check", expiring});
    EXPECT_EQ(told.status, 2);
    EXPECT_THAT(told.err, HasSubstr("its scenario is not the one that run.json speaks of"));
}

TEST_F(Explain, RefusesWhatItCannotExplain) {
    const auto refused = [&](const std::vector<std::string>& words, const char* why) {
        const auto outcome = explain(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr(why));
    };
    refused({"xyz"}, "no id of a finding or violation begins with");
    refused({""}, "give more of it");
    refused({}, "which finding?");
    refused({"--check", expiring}, "which finding?");
    refused({"--check", "EXPIRING", "--resource", "sensors-0"}, "is no audit check");
    refused({finding(), "--check", expiring}, "a finding says that itself");
    refused({finding(), "x"}, "expected a run directory");
    EXPECT_THAT(support::fleetdrill({"explain", library + "first-audit", "x"}).err,
                HasSubstr("is no run directory"));
}
