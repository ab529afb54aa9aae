// docs/scenario.schema.json, the reference in docs/scenario-format.md and the pages of kinds are
// written from the product's own tables; UPDATE_GOLDEN=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>

#include "scenarios/kinds.hpp"
#include "scenarios/kinds_page.hpp"
#include "scenarios/load.hpp"
#include "scenarios/schema.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace scenarios;

namespace {

const std::filesystem::path docs = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "docs";

KindTables kinds_of_product() {
    return {.traffic = traffic_cards(), .timeline = timeline_cards(), .defects = defect_cards()};
}

void expect_file(const std::filesystem::path& file, const std::string& text) {
    if (std::getenv("UPDATE_GOLDEN") != nullptr) fleet::write_file(file, text);
    EXPECT_EQ(fleet::read_file(file), text) << "run this test with UPDATE_GOLDEN=1";
}

/// What stands between `begin` and `end` in `text`.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const auto first = text.find(begin);
    if (first == std::string::npos) return {};
    const auto start = first + begin.size();
    return text.substr(start, text.find(end, start) - start);
}

}  // namespace

TEST(ScenarioDocuments, HoldTheSchemaOfTheProductsKinds) {
    expect_file(docs / "scenario.schema.json", scenario_schema(kinds_of_product()));
}

TEST(ScenarioDocuments, HoldTheReferenceOfTheProductsKinds) {
    const std::string begin = "<!-- reference: written from the loader's table -->\n",
                      end = "<!-- end of the reference -->";
    auto text = fleet::read_file(docs / "scenario-format.md");
    const auto first = text.find(begin) + begin.size();
    ASSERT_NE(text.find(end, first), std::string::npos);
    text.replace(first, text.find(end, first) - first,
                 "\n" + scenario_reference(kinds_of_product()));
    expect_file(docs / "scenario-format.md", text);
}

TEST(ScenarioDocuments, OpenWithAnExampleThatLoads) {
    const auto text = fleet::read_file(docs / "scenario-format.md");
    support::TemporaryFolder folder;
    folder.write("scenario.json", between(text, "```jsonc\n", "```"));
    folder.write("audit.json", "{}");
    folder.write("baseline.profile.json", R"({"securityProfileName": "baseline"})");
    const auto scenario = load(folder.path(), {}, kinds_of_product());
    EXPECT_EQ(scenario.fleet.cohorts.size(), 2U);
    EXPECT_EQ(scenario.timeline.size(), 2U);
}

TEST(ScenarioDocuments, HoldThePagesOfTheProductsKinds) {
    expect_file(docs / "attacks.md", attacks_page());
    expect_file(docs / "healthy.md", healthy_page());
    expect_file(docs / "defects.md", defects_page());
}

TEST(ScenarioDocuments, ThePagesTellOfEveryKindWithItsTechnique) {
    const auto page = attacks_page();
    EXPECT_NE(page.find("[T1498.002](https://attack.mitre.org/techniques/T1498/002/)"),
              std::string::npos);
    for (const auto* card : attack_cards()) {
        const auto section = "\n### " + std::string(card->name) + "\n";
        EXPECT_NE(page.find(section), std::string::npos) << card->name;
        EXPECT_FALSE(card->speaks.empty()) << card->name;
        EXPECT_FALSE(card->story.empty()) << card->name;
    }
    for (const auto* card : defect_cards())
        EXPECT_NE(defects_page().find("\n### " + std::string(card->name) + "\n"),
                  std::string::npos);
    for (const auto* card : event_cards())
        EXPECT_NE(healthy_page().find("\n### " + std::string(card->name) + "\n"),
                  std::string::npos);
}
