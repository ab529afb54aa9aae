// Exports that are none, or are broken: an error that names the file, or a result; never a crash.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";

class AuditOfBadInput : public testing::Test {
  protected:
    support::Outcome audit(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"audit", (folder_ / "in").string(), "--at", "2018-08-06"};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    /// One good certificate, as good.pem.
    void add_certificate() const {
        const auto made = fleetdrill({"generate", library + "first-audit", "--quiet", "--out",
                                      (folder_ / "fleet").string()});
        ASSERT_EQ(made.status, 0) << made.err;
        fs::create_directories(folder_ / "in");
        fs::copy_file(folder_ / "fleet/certificates/sensors/sensors-1.pem",
                      folder_ / "in/good.pem");
    }
    void expect_error(const std::string& what) const {
        const auto outcome = audit();
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(what));
    }
    void expect_unreadable(const std::string& what) const {
        const auto outcome = audit();
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_THAT(outcome.out, AllOf(StartsWith("read 2, judged 1, unreadable 1\n"),
                                       HasSubstr("unreadable: " + what)));
    }

    support::TemporaryFolder folder_;
};

}  // namespace

TEST_F(AuditOfBadInput, WhatIsNoFolder) {
    expect_error("is no folder");
    folder_.write("in", "a file");
    expect_error("is no folder");
}

TEST_F(AuditOfBadInput, AFolderOfNothing) {
    fs::create_directories(folder_ / "in");
    expect_error("holds nothing that an audit could read");
    folder_.write("in/notes.txt", "nothing");
    folder_.write("in/package.json", R"({"name": "x"})");
    expect_error("holds nothing that an audit could read");
}

TEST_F(AuditOfBadInput, OnlyCertificatesThatCannotBeRead) {
    folder_.write("in/a.pem", "");
    folder_.write("in/b.der", std::string("\x30\x82\x01\x00", 4));
    expect_error("a.pem: is empty");
    expect_error("b.der: ");
}

TEST_F(AuditOfBadInput, AnEmptyCertificate) {
    add_certificate();
    folder_.write("in/bad.crt", "");
    expect_unreadable("bad.crt: is empty");
}

TEST_F(AuditOfBadInput, ALargeFileOfNothing) {
    add_certificate();
    folder_.write("in/bad.der", std::string(20U << 20, '\x30'));
    expect_unreadable("bad.der: holds no certificate");
    folder_.write("in/bad.der", "-----BEGIN CERTIFICATE-----\n" + std::string(20U << 20, 'A'));
    expect_unreadable("bad.der, certificate 1: the PEM block has no end");
}

TEST_F(AuditOfBadInput, DerThatNestsDeeply) {
    add_certificate();
    std::string nested;
    for (int i = 0; i < 100'000; ++i) nested += std::string("\x30\x80", 2);
    folder_.write("in/bad.der", nested);
    expect_unreadable("bad.der: byte");
}

TEST_F(AuditOfBadInput, JsonThatNestsDeeply) {
    folder_.write("in/list-policies.json", std::string(100'000, '['));
    folder_.write("in/list-certificates.json", R"({"certificates": []})");
    expect_error("list-policies.json");
}

TEST_F(AuditOfBadInput, LinksThatLeadInCirclesOrNowhere) {
    add_certificate();
    fs::create_directory_symlink(folder_ / "in", folder_ / "in/loop");
    fs::create_symlink("self.pem", folder_ / "in/self.pem");
    const auto outcome = audit();
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(StartsWith("read 1, judged 1, unreadable 0\n"),
                                   HasSubstr("loop: is a link to a folder"),
                                   HasSubstr("self.pem: is a link that leads nowhere")));
}

TEST_F(AuditOfBadInput, FilesThatCannotBeRead) {
    add_certificate();
    // Root may read everything but the memory of a process at address 0.
    fs::create_symlink("/proc/self/mem", folder_ / "in/bad.pem");
    expect_unreadable("bad.pem: cannot be read");
}

TEST_F(AuditOfBadInput, WhatIsNeitherAFileNorAFolder) {
    add_certificate();
    ASSERT_EQ(::mkfifo((folder_ / "in/pipe.pem").c_str(), 0600), 0);
    EXPECT_THAT(audit().out, AllOf(StartsWith("read 1, judged 1, unreadable 0\n"),
                                   HasSubstr("pipe.pem: is neither a file nor a folder")));
}

TEST_F(AuditOfBadInput, PemBehindAByteOrderMarkOrBlanks) {
    add_certificate();
    const auto pem = folder_.read("in/good.pem");
    folder_.write("in/good.pem", "\xEF\xBB\xBF" + pem);
    EXPECT_THAT(audit().out, StartsWith("read 1, judged 1, unreadable 0\n"));
    std::string indented = "  ";
    for (const char c : pem) indented += c == '\n' ? std::string("\n  ") : std::string(1, c);
    folder_.write("in/good.pem", indented);
    EXPECT_THAT(audit().out, StartsWith("read 1, judged 1, unreadable 0\n"));
}

TEST_F(AuditOfBadInput, PemOfAnotherKind) {
    add_certificate();
    folder_.write("in/bad.pem", "-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n");
    expect_unreadable("bad.pem: holds no certificate, but PEM of type \"PKCS7\"");
    folder_.write("in/bad.pem",
                  "-----BEGIN TRUSTED CERTIFICATE-----\nMAA=\n-----END TRUSTED CERTIFICATE-----\n");
    expect_unreadable("bad.pem: is a TRUSTED CERTIFICATE");
    folder_.write("in/bad.pem", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
    EXPECT_THAT(audit().out, StartsWith("read 1, judged 1, unreadable 0\n"));
}

TEST_F(AuditOfBadInput, ARevocationListOfLater) {
    add_certificate();
    const auto list = folder_ / "fleet/pki";
    fs::create_directories(folder_ / "in/crls");
    std::size_t copied = 0;
    for (const auto& entry : fs::directory_iterator(list)) {
        if (!entry.path().string().ends_with(".crl.pem")) continue;
        fs::copy_file(entry.path(), folder_ / "in/crls" / entry.path().filename());
        ++copied;
    }
    ASSERT_GT(copied, 0U);
    EXPECT_THAT(audit().out, Not(HasSubstr("after the instant")));
    const auto earlier =
        fleetdrill({"audit", (folder_ / "in").string(), "--at", "2001-01-01T00:00:00Z"});
    EXPECT_THAT(earlier.out, HasSubstr("after the instant that is"));
}

TEST_F(AuditOfBadInput, NamesThatNoReportCouldHold) {
    add_certificate();
    folder_.write("in/b\xFF\n.pem", "");
    expect_unreadable("b\\xff\\x0a.pem: is empty");
    EXPECT_TRUE(fleet::Json::accept(audit({"--format", "json"}).out));
}

TEST_F(AuditOfBadInput, AnInventoryThatIsBroken) {
    add_certificate();
    fs::remove_all(folder_ / "in");
    fs::rename(folder_ / "fleet", folder_ / "in");
    folder_.write("in/inventory/policies.json", R"({"policies": [{"policyName": 1}, {)");
    expect_error("policies.json");
    EXPECT_EQ(audit({"--crls", folder_.path().string()}).status, 2);
}

TEST_F(AuditOfBadInput, ARecordingThatIsBroken) {
    const auto ran = fleetdrill({"run", library + "first-audit", "--transport", "memory", "--quiet",
                                 "--record", "--out", (folder_ / "in").string()});
    ASSERT_EQ(ran.status, 0);
    const auto whole = folder_.read("in/observations.jsonl");
    const auto first = whole.find("\n") + 1;
    folder_.write("in/observations.jsonl", whole.substr(0, first) + "{\"kind\": \"connected\"}\n");
    expect_error("observations.jsonl:2: time");
    folder_.write("in/observations.jsonl", whole.substr(0, first) + "garbage\n");
    expect_error("observations.jsonl:2");
    folder_.write("in/observations.jsonl", whole.substr(0, first + 20));
    expect_error("observations.jsonl:2");
    const auto last = whole.rfind('\n', whole.size() - 2) + 1;
    folder_.write("in/observations.jsonl", whole.substr(0, last));
    EXPECT_THAT(fleetdrill({"audit", (folder_ / "in").string(), "--at", "2018-09-06"}).err,
                HasSubstr("observations that run.json tells: it was cut or altered"));
    EXPECT_EQ(audit().status, 1) << "what comes after is not asked for";
    folder_.write("in/observations.jsonl", "{}\n");
    expect_error("observations.jsonl:1: format");
    folder_.write("in/observations.jsonl", "");
    expect_error("observations.jsonl:1");
}

TEST_F(AuditOfBadInput, ARunThatIsBroken) {
    const auto ran = fleetdrill({"run", library + "first-audit", "--transport", "memory", "--quiet",
                                 "--out", (folder_ / "in").string()});
    ASSERT_EQ(ran.status, 0);
    const auto told = folder_.read("in/run.json");
    folder_.write("in/run.json", "{");
    expect_error("run.json");
    folder_.write("in/run.json", R"({"counts": {}})");
    expect_error("run.json: tells no counts.observations");
    folder_.write("in/run.json", told);
    fs::remove_all(folder_ / "in/inventory");
    expect_error("is a run whose inventory/ is missing or cut");
}

TEST_F(AuditOfBadInput, ListsThatAreNone) {
    folder_.write("in/list-certificates.json", R"({"certificates": {}})");
    expect_error("list-certificates.json:1: certificates");
}

TEST_F(AuditOfBadInput, NoCheckWithTheDataItNeedsIsNoSuccess) {
    add_certificate();
    const auto outcome = audit({"--checks", "LOGGING_DISABLED_CHECK"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.out, HasSubstr("no data        LOGGING_DISABLED_CHECK"));
    EXPECT_THAT(outcome.err, HasSubstr("nothing could be judged"));
}

TEST_F(AuditOfBadInput, FactsReplaceNothingButAFile) {
    add_certificate();
    const auto pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    fs::create_directories(folder_ / "elsewhere");
    folder_.write("elsewhere/facts.jsonl", "older");
    fs::create_symlink(folder_ / "elsewhere/facts.jsonl", folder_ / "link");
    EXPECT_EQ(audit({"--facts", (folder_ / "link").string()}).status, 0);
    EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
    EXPECT_THAT(folder_.read("elsewhere/facts.jsonl"), HasSubstr("good.pem"));
    const auto outcome = audit({"--facts", pipe.string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("pipe: is no regular file"));
    EXPECT_TRUE(fs::is_fifo(pipe));
}
