#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;

namespace {

std::string problems_of(std::string_view scenario) {
    fleet::Problems problems;
    score::validate_expectations(fleet::parse_json(scenario, "scenario.json"), problems);
    std::string text;
    for (const auto& problem : problems.all())
        text += std::to_string(problem.line) + ": " + problem.path + ": " + problem.message + "\n";
    return text;
}

}  // namespace

TEST(Expectations, EveryProblemIsNamedWithLineAndNearestWord) {
    const auto problems = problems_of(R"({"expect": {
        "exclusiv": true,
        "exclusive": "strickt",
        "findings": [{"chek": "X"}, 7],
        "alarms": [{"behavior": 1, "within": "soon", "at": "+x", "count": ">> 2"},
                   {"behavior": "Flood", "cohorts": "pumps"}],
        "tasks": {},
        "score": {"audit.recal": 1, "detect.recall": true}
    }})");
    EXPECT_THAT(problems, HasSubstr("2: expect.exclusiv: unknown key \"exclusiv\" (did you mean "
                                    "\"exclusive\"?)"));
    EXPECT_THAT(problems, HasSubstr("3: expect.exclusive: expected true, false or \"strict\""));
    EXPECT_THAT(problems, HasSubstr("4: expect.findings[0]: \"check\" is missing"));
    EXPECT_THAT(problems, HasSubstr("expect.findings[0].chek: unknown key \"chek\" (did you mean "
                                    "\"check\"?)"));
    EXPECT_THAT(problems, HasSubstr("expect.findings[1]: expected an object, found 7"));
    EXPECT_THAT(problems, HasSubstr("5: expect.alarms[0].behavior: expected a text, found 1"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].within: expected a duration"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].at: expected a time such as"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].count: expected a number or a range"));
    EXPECT_THAT(problems, HasSubstr("6: expect.alarms[1].cohorts: unknown key \"cohorts\" (did you "
                                    "mean \"cohort\"?)"));
    EXPECT_THAT(problems, HasSubstr("7: expect.tasks: expected an array, found an object"));
    EXPECT_THAT(problems, HasSubstr("8: expect.score.audit.recal: no score is named "
                                    "\"audit.recal\" (did you mean \"audit.recall\"?)"));
    EXPECT_THAT(problems, HasSubstr("8: expect.score.detect.recall: expected a number"));
}

TEST(Expectations, MarkingRefusesABadSection) {
    EXPECT_THROW(ARun().mark(R"({"expect": []})"), fleet::Error);
    EXPECT_EQ(problems_of(R"({"expect": {}})"), "");
    EXPECT_EQ(problems_of("{}"), "");
}
