#include <gmock/gmock.h>

#include "fleet/pki/authority.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace {

constexpr const char* topic = "arn:aws:iot:us-east-1:123456789012:topic/";

std::string policy(const std::string& effect, const std::string& resource,
                   const std::string& sid = "") {
    return R"({"Version": "2012-10-17", "Statement": [{)" +
           (sid.empty() ? "" : "\"Sid\": \"" + sid + "\", ") + "\"Effect\": \"" + effect +
           R"(", "Action": "iot:Publish", "Resource": ")" + topic + resource + "\"}]}";
}

support::Outcome ask(const TemporaryFolder& folder, const std::string& policies,
                     const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"authorize", "--action", "iot:Publish", "--resource",
                                   topic + name};
    for (const char c : policies) {
        words.emplace_back("--policy");
        words.push_back((folder / std::string(1, c)).string());
    }
    words.insert(words.end(), more.begin(), more.end());
    return fleetdrill(words);
}

}  // namespace

TEST(Authorize, TellsTheDecisionAndTheStatementAndExitsWithZeroWhateverItIs) {
    const TemporaryFolder folder;
    folder.write("a", policy("Allow", "plant/*", "Plant"));
    folder.write("d", policy("Deny", "plant/secret"));
    const auto allowed = ask(folder, "ad", "plant/7"), denied = ask(folder, "ad", "plant/secret"),
               silent = ask(folder, "ad", "office/7");
    EXPECT_EQ(allowed.out, "decision:  ALLOWED\nstatement: Plant\n");
    EXPECT_EQ(denied.out, "decision:  EXPLICIT_DENY\nstatement: policies[1].Statement[0]\n");
    EXPECT_EQ(silent.out, "decision:  IMPLICIT_DENY\nstatement: none speaks of it\n");
    EXPECT_EQ(allowed.status + denied.status + silent.status, 0);
}

TEST(Authorize, KnowsTheClientTheThingAndTheAddress) {
    const TemporaryFolder folder;
    folder.write("c", policy("Allow", "${iot:ClientId}"));
    EXPECT_THAT(ask(folder, "c", "pump-1", {"--client-id", "pump-1"}).out, HasSubstr("ALLOWED"));
    EXPECT_THAT(ask(folder, "c", "pump-1", {"--client-id", "pump-2"}).out, HasSubstr("IMPLICIT"));
    folder.write("t", policy("Allow", "${iot:Connection.Thing.ThingTypeName}"));
    const auto thing =
        folder.write("thing", R"({"name": "p", "typeName": "pump", "attached": true})").string();
    EXPECT_THAT(ask(folder, "t", "pump", {"--client-id", "p", "--thing", thing}).out,
                HasSubstr("ALLOWED"));
    EXPECT_THAT(ask(folder, "t", "pump", {"--client-id", "p"}).out, HasSubstr("IMPLICIT"));
    EXPECT_EQ(ask(folder, "t", "pump", {"--source-ip", "here"}).status, 2);
}

TEST(Authorize, KnowsTheCertificate) {
    const TemporaryFolder folder;
    const auto start = *fleet::parse_time("2018-08-06T00:00:00Z");
    const auto root = fleet::Authority::root(7, "root", {{"CommonName", "Root"}}, start,
                                             start + std::chrono::hours{1000});
    const auto pem = folder.write("pem", fleet::to_pem(root.der(), "CERTIFICATE")).string();
    folder.write("c", policy("Allow", "${iot:Certificate.Subject.CommonName}"));
    EXPECT_THAT(ask(folder, "c", "Root", {"--certificate", pem}).out, HasSubstr("ALLOWED"));
    EXPECT_THAT(ask(folder, "c", "Root").out, HasSubstr("IMPLICIT"));
    const auto none = folder.write("none", "no certificate").string();
    const auto refused = ask(folder, "c", "Root", {"--certificate", none});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("none: holds no PEM certificate"));
}

TEST(Authorize, AnswersALineWithALine) {
    const TemporaryFolder folder;
    const auto request = [](const std::string& id, const std::string& name) {
        return R"({"id": ")" + id + R"(", "policies": [)" + policy("Allow", "a") +
               R"(], "action": "iot:Publish", "resource": ")" + topic + name + "\"}\n";
    };
    const auto file = folder.write("requests.jsonl", request("1", "a") + request("2", "b"));
    const auto outcome = fleetdrill({"authorize", "--requests", file.string()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out,
              "{\"id\":\"1\",\"decision\":\"ALLOWED\",\"statement\":\"policies[0].Statement[0]\"}\n"
              "{\"id\":\"2\",\"decision\":\"IMPLICIT_DENY\",\"statement\":null}\n");
    const auto broken = folder.write("broken.jsonl", request("1", "a") + "{}\n");
    const auto refused = fleetdrill({"authorize", "--requests", broken.string()});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("broken.jsonl:2:"));
}

TEST(Authorize, NamesWhatIsMissingOrIsNoPolicy) {
    EXPECT_THAT(fleetdrill({"authorize"}).err, HasSubstr("--action is missing"));
    const TemporaryFolder folder;
    folder.write("x", "{\n\"Statement\": 7 }");
    const auto refused = ask(folder, "x", "a");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("/x:2: Statement"));
}

TEST(Authorize, RefusesWhatTheLinesOfAFileSayThemselves) {
    const TemporaryFolder folder;
    const auto file = folder.write("requests.jsonl", "").string();
    for (const auto* option : {"--policy", "--action", "--client-id"}) {
        const auto outcome = fleetdrill({"authorize", "--requests", file, option, "x"});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr(std::string("--requests and ") + option));
    }
}

TEST(Authorize, RefusesAnEmptyActionOrResource) {
    const TemporaryFolder folder;
    folder.write("p", policy("Allow", "*"));
    const auto file = (folder / "p").string();
    const auto action = fleetdrill(
        {"authorize", "--policy", file, "--action", "", "--resource", std::string(topic) + "a"});
    EXPECT_EQ(action.status, 2);
    EXPECT_THAT(action.err, HasSubstr("--action: expected an action, found an empty text"));
    const auto resource =
        fleetdrill({"authorize", "--policy", file, "--action", "iot:Publish", "--resource", ""});
    EXPECT_EQ(resource.status, 2);
    EXPECT_THAT(resource.err, HasSubstr("--resource: expected a resource, found an empty text"));
}

TEST(Authorize, NeedsAPolicy) {
    const TemporaryFolder folder;
    const auto outcome = ask(folder, "", "a");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--policy is missing"));
}
