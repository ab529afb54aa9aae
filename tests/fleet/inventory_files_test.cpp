// An inventory survives its files, has AWS's shapes there, and a bad file is told by file and line.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "fleet/inventory.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fleet;
using testing::HasSubstr;

namespace {
Time at(const char* text) { return *parse_time(text); }

CertificateId id_of(std::uint8_t byte) {
    CertificateId id;
    id.fill(byte);
    return id;
}

Serial serial_of(std::uint8_t byte) {
    Serial serial;
    serial.bytes[0] = byte;
    serial.bytes[1] = 0x01;
    serial.size = 2;
    return serial;
}

Certificate certificate_of(std::uint8_t byte) {
    Certificate certificate;
    certificate.id = id_of(byte);
    certificate.serial = serial_of(byte);
    certificate.creation_date = at("2018-07-07T00:00:00.250Z");
    certificate.last_modified_date = at("2018-07-08T00:00:00Z");
    certificate.not_before = at("2018-07-06T00:00:00Z");
    certificate.not_after = at("2019-07-06T23:59:59Z");
    certificate.subject = {{"CommonName", "pump \"1\"\n"}, {"Organization", "Zürich Pumps"}};
    return certificate;
}

CaCertificate ca_of(std::uint8_t byte) {
    CaCertificate ca;
    ca.id = id_of(byte);
    ca.status = CertificateStatus::inactive;
    ca.serial = serial_of(byte);
    ca.creation_date = at("2017-01-01T00:00:00Z");
    ca.last_modified_date = at("2017-01-02T00:00:00Z");
    ca.not_before = at("2016-01-01T00:00:00Z");
    ca.not_after = at("2036-01-01T00:00:00Z");
    ca.subject = {{"CommonName", "Devices CA"}};
    ca.issuer = {{"CommonName", "Root"}, {"Country", "CH"}};
    ca.crl_url = "http://crl.example/root.crl";
    ca.issued_crl_url = "http://crl.example/devices.crl";
    ca.ca_issuers_url = "http://ca.example/root.cer";
    ca.key = {.algorithm = KeyAlgorithm::rsa, .bits = 2048, .is_roca = true};
    ca.issuer_certificate = 1;
    return ca;
}

IssuerCertificate issuer_of(std::uint8_t byte) {
    IssuerCertificate issuer;
    issuer.id = id_of(byte);
    issuer.serial = serial_of(byte);
    issuer.not_before = at("2010-01-01T00:00:00Z");
    issuer.not_after = at("2040-01-01T00:00:00Z");
    issuer.subject = {{"CommonName", "Other CA"}};
    issuer.issuer = {{"CommonName", "Root"}};
    issuer.crl_url = "http://crl.example/root.crl";
    issuer.ca_issuers_url = "http://ca.example/root.cer";
    return issuer;
}

Inventory an_inventory() {
    Inventory inventory;
    inventory.at = at("2018-08-06T00:00:00Z");
    inventory.account = {
        .id = "210987654321",
        .region = "eu-central-1",
        .logging = LoggingOptions{.role_arn = "arn:aws:iam::210987654321:role/logging",
                                  .default_log_level = "WARN",
                                  .disable_all_logs = true},
        .first_logging = FirstLoggingOptions{.role_arn = "", .log_level = "INFO"}};
    inventory.managed_policies = {
        {.arn = "arn:aws:iam::aws:policy/AWSIoTFullAccess", .document = "{ \"b\": 2 }"},
        {.arn = "arn:aws:iam::210987654321:policy/own", .document = ""}};
    inventory.roles = {
        {.name = "audit", .trust_document = "{}", .documents = {"{\"a\": 1}", ""}},
        {.name = "device",
         .trust_document = "{}",
         .documents = {},
         .managed_policies = {1, 0},
         .last_accessed = {{"dynamodb", std::nullopt}, {"iot", at("2018-08-05T00:00:00.125Z")}}}};
    inventory.role_aliases = {{.name = "device-alias",
                               .role_arn = "arn:aws:iam::210987654321:role/device",
                               .credential_duration_seconds = 900,
                               .creation_date = at("2018-07-01T00:00:00Z"),
                               .last_modified_date = at("2018-07-02T00:00:00Z")}};
    inventory.identity_pools = {
        {.id = "eu-central-1:01234567-89ab-cdef-0123-456789abcdef",
         .name = "app",
         .authenticated_role_arn = "arn:aws:iam::210987654321:role/device",
         .unauthenticated_role_arn = "",
         .connections = {{true, at("2018-08-01T00:00:00Z"), at("2018-08-01T01:00:00Z")},
                         {false, at("2018-08-02T00:00:00Z"), std::nullopt}}}};
    inventory.policies = {
        {.name = "old",
         .versions = {{"1", "{ \"Version\": \"2012-10-17\" }", at("2018-01-01T00:00:00Z")},
                      {"2", "not even JSON", at("2018-02-01T00:00:00Z")}},
         .default_version = 1},
        {.name = "new", .versions = {{"1", "{}", at("2018-03-01T00:00:00Z")}}}};
    inventory.groups = {{"child", 1, {0, 1}}, {"parent", no_index, {}}};
    inventory.ca_certificates = {ca_of(0xCA)};
    inventory.revocation_lists = {{.url = "http://crl.example/devices.crl",
                                   .issuer = {{"CommonName", "Devices CA"}},
                                   .this_update = at("2018-08-01T00:00:00Z"),
                                   .next_update = at("2018-09-01T00:00:00Z"),
                                   .signature_valid = false,
                                   .ca = 0,
                                   .revoked = {serial_of(1), serial_of(2)}},
                                  RevocationList{}};
    inventory.issuer_certificates = {issuer_of(0x1A), issuer_of(0x1B), issuer_of(0x1C)};
    inventory.issuer_certificates[0].issuer_certificate = 1;  // which stands after it
    inventory.issuer_certificates[2].ca = 0;
    inventory.revocation_lists[1].issuer_certificate = 1;
    auto shared = certificate_of(0x0A), foreign = certificate_of(0x0B);
    shared.ca = 0;
    shared.things = {0, 1};
    shared.policies = {0, 1};
    foreign.status = CertificateStatus::revoked;
    foreign.things = {1};
    foreign.serial = {};
    foreign.issuer_certificate = 0;
    shared.key = {
        .algorithm = KeyAlgorithm::rsa, .bits = 4096, .is_debian_weak = true, .is_roca = true};
    foreign.key = {.algorithm = KeyAlgorithm::ec, .curve = KeyCurve::p384, .bits = 384};
    inventory.certificates = {shared, foreign};
    inventory.things = {{.name = "pump-0",
                         .type_name = "pump",
                         .attributes = {{"colour", "b\\lue"}, {"site", "7"}},
                         .certificates = {0},
                         .groups = {0, 1}},
                        {"pump-1", "", {}, {0, 1}, {}},
                        {"gone", "", {}, {}, {}, false}};
    return inventory;
}

/// What load_inventory says after `from` became `to` in one file of a good folder.
std::string complaint(const std::string& file, const std::string& from, const std::string& to) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    auto text = folder.read(file);
    const auto found = text.find(from);
    if (found == std::string::npos) return "the sample does not hold " + from;
    folder.write(file, text.replace(found, from.size(), to));
    try {
        load_inventory(folder.path());
    } catch (const Error& error) {
        std::string what = error.what();
        for (auto place = what.find(folder.path().string()); place != std::string::npos;
             place = what.find(folder.path().string()))
            what.erase(place, folder.path().string().size() + 1);
        return what;
    }
    return "no complaint";
}
}  // namespace

TEST(InventoryFiles, KeepEverythingTheInventoryHolds) {
    const support::TemporaryFolder folder;
    const auto inventory = an_inventory();
    save_inventory(inventory, folder.path());
    EXPECT_EQ(load_inventory(folder.path()), inventory);
}

TEST(InventoryFiles, KeepAnEmptyInventory) {
    const support::TemporaryFolder folder;
    save_inventory({}, folder.path());
    EXPECT_EQ(load_inventory(folder.path()), Inventory{});
}

TEST(InventoryFiles, ThingsHaveTheShapeOfListThings) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    const auto things = folder.read("things.jsonl");
    EXPECT_EQ(things.substr(0, things.find('\n')),
              R"({"thingName":"pump-0","thingTypeName":"pump",)"
              R"("thingArn":"arn:aws:iot:eu-central-1:210987654321:thing/pump-0",)"
              R"("attributes":{"colour":"b\\lue","site":"7"},"version":1,)"
              R"("principals":["arn:aws:iot:eu-central-1:210987654321:cert/)"
              "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
              R"("],"thingGroups":["child","parent"]})");
}

TEST(InventoryFiles, CertificatesHaveTheShapeOfDescribeCertificate) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    const auto lines = folder.read("certificates.jsonl");
    auto line = lines.substr(0, lines.find('\n'));
    for (const std::string byte : {"0a", "ca"}) {
        std::string hex;
        while (hex.size() < 64) hex += byte;
        for (auto at = line.find(hex); at != std::string::npos; at = line.find(hex))
            line.replace(at, 64, byte == "0a" ? "ID" : "CA");
    }
    EXPECT_EQ(line, R"({"certificateArn":"arn:aws:iot:eu-central-1:210987654321:cert/ID",)"
                    R"("certificateId":"ID","caCertificateId":"CA","status":"ACTIVE",)"
                    R"("ownedBy":"210987654321","creationDate":1530921600.250,)"
                    R"("lastModifiedDate":1531008000.000,"customerVersion":1,)"
                    R"("validity":{"notBefore":1530835200.000,"notAfter":1562457599.000},)"
                    R"("certificateMode":"DEFAULT","serialNumber":"0a01",)"
                    R"("key":{"algorithm":"RSA","bits":4096,)"
                    R"("vulnerabilities":["CVE-2008-0166","CVE-2017-15361"]},)"
                    R"("subject":[{"name":"CommonName","value":"pump \"1\"\n"},)"
                    R"({"name":"Organization","value":"Zürich Pumps"}],"policies":["old","new"]})");
}

TEST(InventoryFiles, PoliciesAndLoggingHaveTheShapesOfTheirCalls) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    EXPECT_EQ(
        folder.read("logging.json"),
        "{\n  \"GetLoggingOptions\": {\n    \"roleArn\": \"\",\n    \"logLevel\": \"INFO\"\n  },\n"
        "  \"GetV2LoggingOptions\": {\n"
        "    \"roleArn\": \"arn:aws:iam::210987654321:role/logging\",\n"
        "    \"defaultLogLevel\": \"WARN\",\n    \"disableAllLogs\": true\n  }\n}\n");
    EXPECT_THAT(folder.read("policies.json"),
                HasSubstr("    {\n      \"policyName\": \"new\",\n      \"policyArn\": "
                          "\"arn:aws:iot:eu-central-1:210987654321:policy/new\",\n"
                          "      \"defaultVersionId\": \"1\",\n      \"policyVersions\": [\n"
                          "        {\n          \"versionId\": \"1\",\n"
                          "          \"isDefaultVersion\": true,\n"
                          "          \"createDate\": 1519862400.000,\n"
                          "          \"policyDocument\": \"{}\"\n        }\n      ]\n    }"));
}

TEST(InventoryFiles, TakePolicyDocumentsAsObjectsToo) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    auto text = folder.read("policies.json");
    const std::string document = "\"policyDocument\": \"{}\"";
    text.replace(text.find(document), document.size(), "\"policyDocument\": { \"a\": [ 1 ] }");
    folder.write("policies.json", text);
    EXPECT_EQ(load_inventory(folder.path()).policies[1].versions[0].document, "{\"a\":[1]}");
}

TEST(InventoryFiles, HandWrittenListsAreSorted) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    auto text = folder.read("things.jsonl");
    const std::string groups = R"(["child","parent"])";
    text.replace(text.find(groups), groups.size(), R"(["parent","child"])");
    folder.write("things.jsonl", text);
    EXPECT_EQ(load_inventory(folder.path()), an_inventory());
}

TEST(InventoryFiles, NameTheLineOfAMalformedLine) {
    EXPECT_THAT(complaint("things.jsonl", "{\"thingName\":\"pump-1\"", "{\"thingName\":}"),
                HasSubstr("things.jsonl:2: malformed JSON"));
    EXPECT_THAT(complaint("things.jsonl", "{\"thingName\":\"gone\"", "{\"a\":1,\"a\":2"),
                HasSubstr("things.jsonl:3: the key \"a\" stands twice"));
}

TEST(InventoryFiles, NameWhatIsMissingOrOfAnotherType) {
    EXPECT_EQ(complaint("things.jsonl", R"("thingName":"pump-1",)", ""),
              "things.jsonl:2: thingName: is missing; expected a text");
    EXPECT_EQ(complaint("things.jsonl", R"("isRegistered":false)", R"("isRegistered":"no")"),
              "things.jsonl:3: isRegistered: expected true or false, found \"no\"");
    EXPECT_EQ(complaint("certificates.jsonl", R"("creationDate":1530921600.250)",
                        R"("creationDate":"today")"),
              "certificates.jsonl:1: creationDate: expected a time in epoch seconds, found "
              "\"today\"");
    EXPECT_EQ(complaint("things.jsonl", R"("site":"7")", R"("site":7)"),
              "things.jsonl:1: attributes.site: expected a text, found 7");
    EXPECT_EQ(complaint("things.jsonl", R"(["child","parent"])", R"([0,"parent"])"),
              "things.jsonl:1: thingGroups[0]: expected a text, found 0");
    EXPECT_EQ(complaint("account.json", R"("region": "eu-central-1",)", ""),
              "account.json:1: region: is missing; expected a text");
    EXPECT_EQ(complaint("certificates.jsonl", R"("validity":{)", R"("v":{)"),
              "certificates.jsonl:1: validity: is missing; expected an object");
    EXPECT_EQ(complaint("policies.json", R"("policyDocument": "{}")", R"("policyDocument": 3)"),
              "policies.json:31: policies[1].policyVersions[0].policyDocument: expected a policy "
              "document, as a text or an object, found 3");
    EXPECT_THAT(complaint("roles.json", R"("RoleDetailList": [)", R"("RoleDetailList": [ 7,)"),
                HasSubstr("roles.json:2: RoleDetailList[0]: expected an object, found 7"));
    EXPECT_THAT(complaint("thing-groups.json", "\"policies\": []", "\"policies\": {}"),
                HasSubstr("thingGroups[1].policies: expected a list, found an object"));
}

TEST(InventoryFiles, NameValuesThatAreNone) {
    EXPECT_EQ(complaint("certificates.jsonl", R"("ACTIVE")", R"("AKTIV")"),
              "certificates.jsonl:1: status: \"AKTIV\" is no certificate status");
    EXPECT_EQ(complaint("ca-certificates.json", R"("INACTIVE")", R"("REVOKED")"),
              "ca-certificates.json:6: certificates[0].status: a CA certificate is ACTIVE or "
              "INACTIVE");
    EXPECT_EQ(complaint("logging.json", R"("WARN")", R"("WARM")"),
              "logging.json:8: GetV2LoggingOptions.defaultLogLevel: \"WARM\" is no log level (did "
              "you mean \"WARN\"?)");
    EXPECT_EQ(complaint("certificates.jsonl", R"("serialNumber":"0a01")",
                        "\"serialNumber\":\"" + std::string(42, '1') + '"'),
              "certificates.jsonl:1: serialNumber: expected a serial number of at most 20 bytes in "
              "hexadecimal");
    EXPECT_THAT(complaint("certificates.jsonl", R"("certificateId":"0a)", R"("certificateId":"")"),
                HasSubstr("certificates.jsonl:1:"));
    EXPECT_THAT(complaint("revocation-lists.json", R"("0101")", R"("xyz")"),
                HasSubstr("revocationLists[0].revokedSerialNumbers[0]: expected a serial number"));
}

TEST(InventoryFiles, NameWhatLeadsNowhere) {
    EXPECT_EQ(complaint("things.jsonl", R"(["child","parent"])", R"(["child","aunt"])"),
              "things.jsonl:1: thingGroups[1]: there is no thing group \"aunt\"");
    EXPECT_THAT(complaint("things.jsonl", "cert/0a0a", "cert/ffff"),
                HasSubstr("things.jsonl:1: principals[0]: there is no certificate \"ffff0a0a"));
    EXPECT_EQ(complaint("certificates.jsonl", R"(["old","new"])", R"(["old","newer"])"),
              "certificates.jsonl:1: policies[1]: there is no policy \"newer\"");
    EXPECT_THAT(
        complaint("certificates.jsonl", R"("caCertificateId":"caca)", R"("caCertificateId":"cafe)"),
        HasSubstr("caCertificateId: there is no CA certificate \"cafe"));
    EXPECT_THAT(complaint("thing-groups.json", R"("parentGroupName": "parent")",
                          R"("parentGroupName": "uncle")"),
                HasSubstr("parentGroupName: there is no thing group \"uncle\""));
    EXPECT_THAT(
        complaint("policies.json", R"("defaultVersionId": "2")", R"("defaultVersionId": "3")"),
        HasSubstr("defaultVersionId: no version \"3\" in policyVersions"));
}

TEST(InventoryFiles, NameWhatLeadsNowhereAmongRolesAndPools) {
    EXPECT_THAT(
        complaint("roles.json", R"("PolicyArn": "arn:aws:iam::aws:policy/AWSIoTFullAccess")",
                  R"("PolicyArn": "arn:aws:iam::aws:policy/none")"),
        HasSubstr("RoleDetailList[1].AttachedManagedPolicies[1].PolicyArn: there is no "
                  "policy \"arn:aws:iam::aws:policy/none\""));
    EXPECT_THAT(
        complaint("roles.json", R"("DefaultVersionId": "v1")", R"("DefaultVersionId": "v2")"),
        HasSubstr("Policies[0].DefaultVersionId: no version \"v2\" in PolicyVersionList"));
    EXPECT_THAT(complaint("identity-pools.json", R"("identity": "authenticated")",
                          R"("identity": "guest")"),
                HasSubstr("connections[0].identity: expected \"authenticated\" or"));
    EXPECT_THAT(
        complaint("role-aliases.json", R"("credentialDurationSeconds": 900)",
                  R"("credentialDurationSeconds": -1)"),
        HasSubstr("credentialDurationSeconds: expected a whole number from 0 to 43200, found -1"));
}

TEST(InventoryFiles, RoleAliasesHaveTheShapeOfDescribeRoleAlias) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    EXPECT_EQ(folder.read("role-aliases.json"),
              R"({
  "roleAliases": [
    {
      "roleAlias": "device-alias",
      "roleAliasArn": "arn:aws:iot:eu-central-1:210987654321:rolealias/device-alias",
      "roleArn": "arn:aws:iam::210987654321:role/device",
      "owner": "210987654321",
      "credentialDurationSeconds": 900,
      "creationDate": 1530403200.000,
      "lastModifiedDate": 1530489600.000
    }
  ]
}
)");
}

TEST(InventoryFiles, NameWhatStandsTwice) {
    EXPECT_EQ(complaint("things.jsonl", R"("thingName":"pump-1")", R"("thingName":"pump-0")"),
              "things.jsonl:2: thingName: the thing \"pump-0\" stands twice");
}

TEST(InventoryFiles, NameEveryProblemAtOnce) {
    const auto what = complaint("things.jsonl", R"("thingName":"pump-0","thingTypeName":"pump")",
                                R"("thingName":1,"thingTypeName":2)");
    EXPECT_THAT(what, HasSubstr("thingName: expected a text, found 1\n"));
    EXPECT_THAT(what, HasSubstr("thingTypeName: expected a text, found 2"));
}

TEST(InventoryFiles, AnAbsentFileIsNamed) {
    const support::TemporaryFolder folder;
    save_inventory(an_inventory(), folder.path());
    std::filesystem::remove(folder / "certificates.jsonl");
    try {
        load_inventory(folder.path());
        FAIL() << "loaded without certificates";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("certificates.jsonl: cannot be read"));
    }
}

TEST(InventoryFiles, TellWhenTheyCannotBeWritten) {
    EXPECT_THROW(save_inventory({}, "/nonexistent"), Error);
}

TEST(InventoryFiles, OneFromBeforeThereWereIssuersIsReadWithoutThem) {
    const support::TemporaryFolder folder;
    auto inventory = an_inventory();
    inventory.issuer_certificates.clear();
    inventory.ca_certificates[0].issuer_certificate = no_index;
    inventory.revocation_lists[1].issuer_certificate = no_index;
    inventory.certificates[1].issuer_certificate = no_index;
    save_inventory(inventory, folder.path());
    std::filesystem::remove(folder.path() / "issuer-certificates.json");
    EXPECT_EQ(load_inventory(folder.path()), inventory);
}

TEST(InventoryFiles, TellsWhatIsWrongWithAKeyOrAnIssuer) {
    EXPECT_THAT(complaint("certificates.jsonl", "P-384", "P-385"), HasSubstr("key.curve"));
    EXPECT_THAT(complaint("certificates.jsonl", "\"EC\"", "\"EG\""), HasSubstr("key.algorithm"));
    EXPECT_THAT(complaint("certificates.jsonl", "4096", "70000"), HasSubstr("from 0 to 65535"));
    EXPECT_THAT(complaint("certificates.jsonl", "CVE-2008-0166", "CVE-2008-0167"),
                HasSubstr("key.vulnerabilities[0]"));
    EXPECT_THAT(complaint("certificates.jsonl", "\"issuerCertificateId\":\"1a1a",
                          "\"issuerCertificateId\":\"1a1f"),
                HasSubstr("there is no issuer certificate"));
}
