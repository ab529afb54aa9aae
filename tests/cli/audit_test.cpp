// The audit of an export from outside: kinds of export, formats, what counts for the exit status.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/json.hpp"
#include "fleet/base/lines.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;
using fleet::Json;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
constexpr auto at = "2018-08-06T00:00:00Z";

/// A generated fleet of ten devices, of which one has a certificate that lapses in ten days.
class Audit : public testing::Test {
  protected:
    void SetUp() override {
        const auto outcome = fleetdrill({"generate", library + "first-audit", "--quiet", "--out",
                                         (folder_ / "fleet").string()});
        ASSERT_EQ(outcome.status, 0) << outcome.err;
    }
    support::Outcome audit(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"audit", (folder_ / name).string(), "--at", at};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Audit, RendersEveryFormatAsApproved) {
    folder_.write("fleet/certificates/sensors/cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    for (const auto& [format, extension] :
         {std::pair("text", "txt"), std::pair("json", "json"), std::pair("csv", "csv")}) {
        const auto outcome = audit("fleet/certificates", {"--format", format});
        EXPECT_EQ(outcome.status, 1) << outcome.err;
        support::expect_golden(std::string("audit.") + extension, outcome.out);
    }
}

TEST_F(Audit, ItsFirstLineTellsWhatWasRead) {
    EXPECT_THAT(audit("fleet").out, StartsWith("read 11, judged 11, unreadable 0\n"));
    folder_.write("fleet/certificates/empty.der", "");
    const auto outcome = audit("fleet/certificates");
    EXPECT_THAT(outcome.out, AllOf(StartsWith("read 11, judged 10, unreadable 1\n"),
                                   HasSubstr("unreadable: empty.der: is empty")));
    EXPECT_EQ(outcome.status, 1);
}

TEST_F(Audit, BareCertificatesAreActiveAndOfUnknownAge) {
    const auto outcome = audit("fleet/certificates", {"--format", "json"});
    const auto details = Json::parse(outcome.out)["task"]["auditDetails"];
    EXPECT_EQ(details["DEVICE_CERTIFICATE_EXPIRING_CHECK"]["nonCompliantResourcesCount"], 1);
    EXPECT_EQ(details["DEVICE_CERTIFICATE_EXPIRING_CHECK"]["totalResourcesCount"], 10);
    EXPECT_EQ(details["DEVICE_CERTIFICATE_KEY_QUALITY_CHECK"]["checkRunStatus"],
              "COMPLETED_COMPLIANT");
    std::size_t with_data = 0;
    for (const auto& [check, summary] : details.items()) {
        const bool has_data = summary["checkRunStatus"] != "WAITING_FOR_DATA_COLLECTION";
        with_data += has_data ? 1 : 0;
        EXPECT_NE(has_data, summary.contains("message")) << check << summary;
    }
    EXPECT_EQ(with_data, 2U);
}

TEST_F(Audit, ReadsDerAndConcatenatedPemAndPassesOverKeys) {
    fs::create_directories(folder_ / "mixed/deep/er");
    std::string all = "rubbish\n";
    for (const auto& entry : fs::directory_iterator(folder_ / "fleet/certificates/sensors"))
        all += fleet::read_file(entry.path()) + "between\n";
    folder_.write("mixed/deep/er/all", all);
    fs::copy_file(folder_ / "fleet/private-keys/sensors/sensors-0.key", folder_ / "mixed/0.pem");
    fs::copy_file(folder_ / "fleet/certificates/sensors/sensors-0.pem", folder_ / "mixed/x.crt");
    folder_.write("mixed/README.md", "not a certificate");
    EXPECT_THAT(audit("mixed").out, AllOf(StartsWith("read 11, judged 11, unreadable 0\n"),
                                          HasSubstr("1 of them stood there before")));
}

TEST_F(Audit, FindsWhatAListInTheFolderRevokes) {
    const auto made =
        fleetdrill({"generate", library + "weak-certificates", "--quiet", "--out", path("weak")});
    ASSERT_EQ(made.status, 0);
    const auto expected = audit("weak", {"--format", "json"});
    const auto found = audit("weak/pki", {"--format", "json"});
    const auto revoked = [](const std::string& text) {
        std::multiset<std::string> ids;
        const auto told = Json::parse(text);
        for (const auto& finding : told["findings"])
            if (finding["checkName"].get<std::string>().find("REVOKED") != std::string::npos)
                ids.insert(finding["checkName"].get<std::string>() +
                           finding["nonCompliantResource"].dump());
        return ids;
    };
    EXPECT_FALSE(revoked(expected.out).empty());
    for (const auto& one : revoked(expected.out))
        EXPECT_TRUE(revoked(found.out).contains(one)) << one;
    // The same lists from elsewhere.
    fs::create_directories(folder_ / "lists");
    for (const auto* name : {"intermediate-ca.crl.pem", "root-ca.crl.pem"})
        fs::rename(folder_ / "weak/pki" / name, folder_ / "lists" / name);
    const auto without = audit("weak/pki", {"--format", "json"});
    EXPECT_TRUE(revoked(without.out).empty());
    const auto elsewhere = audit("weak/pki", {"--format", "json", "--crls", path("lists")});
    EXPECT_EQ(revoked(elsewhere.out), revoked(found.out));
}

TEST_F(Audit, AListThatNobodySignedIsNotUsedAndTold) {
    fs::create_directories(folder_ / "fleet/certificates/crls");
    fs::copy_file(folder_ / "fleet/pki/intermediate-ca.crl.pem",
                  folder_ / "fleet/certificates/crls/list.pem");
    folder_.write("fleet/certificates/crls/cut.crl", "nothing");
    const auto outcome = audit("fleet/certificates");
    EXPECT_THAT(outcome.out, AllOf(StartsWith("read 10, judged 10, unreadable 0\n"),
                                   HasSubstr("crls/list.pem: no certificate"),
                                   HasSubstr("crls/cut.crl: is no revocation list")));
}

TEST_F(Audit, WritesTheFactsOfEveryCertificateItRead) {
    ASSERT_EQ(audit("fleet/certificates", {"--facts", path("facts.jsonl")}).status, 1);
    fleet::LineReader lines(folder_ / "facts.jsonl");
    std::size_t count = 0;
    for (; const auto line = lines.next(); ++count) {
        const auto fact = Json::parse(*line);
        EXPECT_EQ(fact["keyAlgorithm"], "EC");
        EXPECT_EQ(fact["curve"], "P-256");
        EXPECT_EQ(fact["bits"], 256);
        EXPECT_EQ(fact["isCa"], false);
        EXPECT_EQ(fact["signatureAlgorithm"], "ecdsa-with-SHA256");
        EXPECT_EQ(fact.size(), 12U);
        EXPECT_THAT(fact["file"].get<std::string>(), StartsWith("sensors/sensors-"));
        EXPECT_THAT(fact["issuer"].get<std::string>(), HasSubstr("CN="));
    }
    EXPECT_EQ(count, 10U);
    ASSERT_EQ(audit("fleet", {"--facts", path("all.jsonl")}).status, 1);
    EXPECT_THAT(folder_.read("all.jsonl"), HasSubstr("\"isCa\":true"));
}

TEST_F(Audit, SaysTheSameWithAnyNumberOfThreads) {
    const auto one = audit("fleet/certificates", {"--threads", "1", "--facts", path("1")});
    const auto many = audit("fleet/certificates", {"--threads", "7", "--facts", path("7")});
    EXPECT_EQ(one.out, many.out);
    EXPECT_EQ(folder_.read("1"), folder_.read("7"));
}

TEST_F(Audit, FailsFromTheSeverityThatWasNamed) {
    EXPECT_EQ(audit("fleet").status, 1);
    EXPECT_EQ(audit("fleet", {"--fail-on", "MEDIUM"}).status, 1);
    EXPECT_EQ(audit("fleet", {"--fail-on", "HIGH"}).status, 0);
    EXPECT_EQ(audit("fleet", {"--fail-on", "never"}).status, 0);
    EXPECT_EQ(audit("fleet", {"--fail-on", "HIGHT"}).status, 2);
    EXPECT_THAT(audit("fleet", {"--fail-on", "HIGHT"}).err, HasSubstr("did you mean \"HIGH\""));
}

TEST_F(Audit, PerformsTheChecksThatWereNamedByWhateverName) {
    const auto one = audit("fleet", {"--checks", "DEVICE_CERT_APPROACHING_EXPIRATION_CHECK"});
    EXPECT_THAT(one.out, AllOf(HasSubstr("DEVICE_CERTIFICATE_EXPIRING_CHECK"),
                               Not(HasSubstr("LOGGING_DISABLED_CHECK"))));
    EXPECT_EQ(audit("fleet", {"--checks", "CA_CERTIFICATE_EXPIRING_CHECK"}).status, 0);
    const auto wrong = audit("fleet", {"--checks", "DEVICE_CERTIFICATE_EXPIRED_CHECK"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, HasSubstr("did you mean \"DEVICE_CERTIFICATE_EXPIRING_CHECK\""));
}

TEST_F(Audit, TakesAConfigurationAndTellsEverythingWrongWithIt) {
    folder_.write("configuration.json", R"({"roleArn": "x", "auditCheckConfigurations": {
        "LOGGING_DISABLED_CHECK": {"enabled": false},
        "DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": true,
            "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "3652"}}}})");
    const auto all = audit("fleet", {"--config", path("configuration.json"), "--format", "json"});
    const auto details = Json::parse(all.out)["task"]["auditDetails"];
    EXPECT_EQ(details.size(), 1U);
    EXPECT_EQ(details["DEVICE_CERTIFICATE_EXPIRING_CHECK"]["nonCompliantResourcesCount"], 10);
    EXPECT_EQ(audit("fleet",
                    {"--config", path("configuration.json"), "--checks", "LOGGING_DISABLED_CHECK"})
                  .status,
              2);
    folder_.write("wrong.json", R"({"auditCheckConfigurations": {
        "LOGGING_CHECK": {"enabled": true}, "LOGGING_DISABLED_CHECK": {"enabled": 1}}})");
    const auto wrong = audit("fleet", {"--config", path("wrong.json")});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, AllOf(HasSubstr("LOGGING_CHECK: is no audit check"),
                                 HasSubstr("LOGGING_DISABLED_CHECK: ")));
}

TEST_F(Audit, SuppressesWhatWasAcceptedUntilItsEnd) {
    const auto found = Json::parse(audit("fleet", {"--format", "json"}).out)["findings"][0];
    const auto suppress = [&](const std::string& end) {
        Json one{{"checkName", found["checkName"]},
                 {"resourceIdentifier", found["nonCompliantResource"]["resourceIdentifier"]},
                 {"expirationDate", end}};
        folder_.write("suppressions.json", Json{{"suppressions", Json::array({one})}}.dump());
        return audit("fleet", {"--suppressions", path("suppressions.json")});
    };
    const auto held = suppress("2018-09-01T00:00:00+02:00");
    EXPECT_EQ(held.status, 0);
    EXPECT_THAT(held.out, HasSubstr("(suppressed)"));
    EXPECT_EQ(suppress("2018-08-01T00:00:00Z").status, 1);
    EXPECT_EQ(suppress("soon").status, 2);
}

TEST_F(Audit, CountsOnlyWhatIsNewAgainstABaseline) {
    ASSERT_EQ(audit("fleet", {"--out", path("before")}).status, 1);
    const auto same = audit("fleet", {"--baseline", path("before")});
    EXPECT_EQ(same.status, 0) << same.err;
    EXPECT_THAT(same.out, AllOf(HasSubstr("(known)"), HasSubstr("1 known from the baseline")));
    EXPECT_EQ(audit("fleet", {"--baseline", path("before/audit.json")}).status, 0);
    folder_.write("nothing.json", R"({"findings": []})");
    EXPECT_EQ(audit("fleet", {"--baseline", path("nothing.json")}).status, 1);
    folder_.write("wrong.json", R"({"findings": [1]})");
    EXPECT_EQ(audit("fleet", {"--baseline", path("wrong.json")}).status, 2);
    const auto ran = fleetdrill(
        {"run", library + "first-audit", "--transport", "memory", "--quiet", "--out", path("run")});
    ASSERT_EQ(ran.status, 0);
    EXPECT_EQ(audit("fleet", {"--baseline", path("run")}).status, 0);
}

TEST_F(Audit, LeavesAFolderOfReportsAndReplacesNoOther) {
    const auto outcome = audit("fleet", {"--out", path("out"), "--format", "csv,text"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, AllOf(StartsWith("read 11"), HasSubstr("results: ")));
    for (const auto* name : {"audit.csv", "audit.json", "audit.txt"})
        EXPECT_TRUE(fs::exists(folder_ / "out" / name)) << name;
    EXPECT_EQ(audit("fleet", {"--out", path("out"), "--quiet"}).out, "");
    EXPECT_FALSE(fs::exists(folder_ / "out/audit.csv"));
    EXPECT_EQ(audit("fleet", {"--out", path("fleet")}).status, 2);
    EXPECT_EQ(audit("fleet", {"--format", "text,json"}).status, 2);
}

TEST_F(Audit, ItsJsonIsOfItsSchema) {
    const auto told = Json::parse(audit("fleet", {"--format", "json"}).out);
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/audit.schema.json");
    EXPECT_EQ(support::violation_of(told, schema.root()), "");
}

TEST_F(Audit, JudgesByTheClockWhenNoInstantIsGiven) {
    const auto outcome = fleetdrill({"audit", path("fleet"), "--format", "json"});
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    const auto told = Json::parse(outcome.out);
    EXPECT_GT(told["at"].get<std::string>(), "2024");
    EXPECT_EQ(fleetdrill({"audit", path("fleet"), "--at", "yesterday"}).status, 2);
}

TEST_F(Audit, ARunWithoutARecordingHasNoConnections) {
    const auto ran = fleetdrill({"run", library + "first-audit", "--transport", "memory", "--quiet",
                                 "--record", "--out", path("run")});
    ASSERT_EQ(ran.status, 0);
    const auto status = [&](const std::string& time) {
        const auto told = fleetdrill({"audit", path("run"), "--at", time, "--format", "json"});
        return Json::parse(told.out)["task"]["auditDetails"]["CONFLICTING_CLIENT_IDS_CHECK"].value(
            "checkRunStatus", "");
    };
    EXPECT_EQ(status("2018-08-07T00:00:00Z"), "COMPLETED_COMPLIANT");
    EXPECT_EQ(status("2018-08-05T23:59:59Z"), "WAITING_FOR_DATA_COLLECTION");
    EXPECT_EQ(status("2019-08-07T00:00:00Z"), "WAITING_FOR_DATA_COLLECTION");
    fs::remove(folder_ / "run/observations.jsonl");
    EXPECT_EQ(status("2018-08-07T00:00:00Z"), "WAITING_FOR_DATA_COLLECTION");
}
