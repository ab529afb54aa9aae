// Every input that a fuzzer found worth keeping, replayed in the ordinary build.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/targets.hpp"

namespace {

/// How many inputs there were.
int replay(const char* name, void (*target)(fuzz::Input)) {
    int count = 0;
    const auto folder = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "tests/fuzz/corpus" / name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
        const std::vector<std::uint8_t> bytes(text.begin(), text.end());
        target(bytes);
        ++count;
    }
    return count;
}

}  // namespace

TEST(Corpus, OfAwsAnswersIsAnswered) { EXPECT_GT(replay("aws_answer", fuzz::aws_answer), 10); }
TEST(Corpus, OfCertificatesIsAnswered) { EXPECT_GT(replay("certificate", fuzz::certificate), 10); }
TEST(Corpus, OfDeviceReportsIsAnswered) {
    EXPECT_GT(replay("device_report", fuzz::device_report), 10);
}
TEST(Corpus, OfRecordingsIsAnswered) { EXPECT_GT(replay("recording", fuzz::recording), 10); }
TEST(Corpus, OfRevocationListsIsAnswered) {
    EXPECT_GT(replay("revocation_list", fuzz::revocation_list), 10);
}
TEST(Corpus, OfPoliciesIsAnswered) { EXPECT_GT(replay("policy", fuzz::policy), 10); }

TEST(Corpus, NothingAtAllIsAnsweredToo) {
    for (const auto target : {fuzz::aws_answer, fuzz::certificate, fuzz::device_report,
                              fuzz::recording, fuzz::revocation_list, fuzz::policy})
        target({});
}
