// The rules of the house, held against the whole tree. Length is told, everything else fails.
#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/house/house.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

const std::filesystem::path top = FLEETDRILL_SOURCE_DIR;

const std::vector<house::Source>& tree() {
    static const auto sources = house::read_tree(top);
    return sources;
}

void tell(const house::Complaints& complaints) {
    for (const auto& complaint : complaints) std::printf("warning: %s\n", complaint.c_str());
}

}  // namespace

TEST(House, TreeIsThere) { EXPECT_GT(tree().size(), 50U); }
TEST(House, DependenciesPointDownwards) { EXPECT_THAT(house::wrong_directions(tree()), IsEmpty()); }
TEST(House, OpenSslStaysInside) { EXPECT_THAT(house::openssl_leaks(tree()), IsEmpty()); }
TEST(House, MosquittoStaysOnTheWire) { EXPECT_THAT(house::mosquitto_leaks(tree()), IsEmpty()); }
TEST(House, HeadersOnlyForwardJson) {
    EXPECT_THAT(house::whole_json_in_headers(tree()), IsEmpty());
}
TEST(House, NamespacesAreUsedWholeInTestsOnly) {
    EXPECT_THAT(house::using_namespaces(tree()), IsEmpty());
}
TEST(House, AHundredColumnsAreTheLimit) { EXPECT_THAT(house::wide_lines(tree()), IsEmpty()); }
TEST(House, HeadersSayWhatTheyAre) {
    EXPECT_THAT(house::headers_without_opening(tree()), IsEmpty());
}
TEST(House, NothingIsLeftForLater) { EXPECT_THAT(house::unfinished(tree()), IsEmpty()); }

TEST(House, LengthIsTold) {
    tell(house::long_files(tree()));
    tell(house::long_functions(tree()));
}

TEST(House, ObservationHoldsWhatABrokerCanKnowAndNothingElse) {
    const auto header = std::ranges::find(tree(), "fleet/observation.hpp", &house::Source::path);
    ASSERT_NE(header, tree().end());
    EXPECT_THAT(house::fields_of(header->text, "Observation"),
                ElementsAre("time", "kind", "reason", "connection", "client_id", "certificate_id",
                            "source_address", "topic", "count", "bytes_min", "bytes_max",
                            "bytes_sum", "payload"));
}

TEST(House, EveryEntryIsInItsTableItsListAndATest) {
    const std::vector<house::Catalogue> catalogues{
        {"engine/audit/checks", "engine/audit/checks.cpp", "engine/CMakeLists.txt", ""},
        {"engine/detect/metrics", "engine/detect/metrics.cpp", "engine/CMakeLists.txt", ""},
        {"engine/detect/lints", "engine/detect/lint.cpp", "engine/CMakeLists.txt", ""},
        {"engine/operations", "engine/operations.cpp", "engine/CMakeLists.txt",
         "extern const Operation "},
        {"engine/report/formats", "engine/report/formats.cpp", "engine/report/CMakeLists.txt", ""},
        {"fleet/defects", "fleet/defects.cpp", "fleet/CMakeLists.txt", ""},
        {"scenarios/attacks", "scenarios/attacks.cpp", "scenarios/CMakeLists.txt", ""},
        {"scenarios/traffic", "scenarios/traffic.cpp", "scenarios/CMakeLists.txt", ""},
        {"sim/cli", "sim/cli/main.cpp", "sim/CMakeLists.txt", "extern const Command "},
    };
    for (const auto& catalogue : catalogues)
        EXPECT_THAT(house::unlisted_entries(tree(), catalogue), IsEmpty()) << catalogue.folder;
}

TEST(House, TheTopOfTheTreeIsFixed) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(top))
        names.push_back(entry.path().filename().string());
    std::ifstream stream(top / ".gitignore");
    const std::string ignored{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_THAT(house::strangers_at_the_top(names, ignored), IsEmpty());
}
