// Documents and the verdicts they must get; the file says of each why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::UnorderedElementsAreArray;

TEST(PolicyVectors, GetTheirVerdicts) {
    const auto vectors = fleet::read_json(std::filesystem::path(FLEETDRILL_SOURCE_DIR) /
                                          "tests/engine/audit/policy_vectors.json");
    ASSERT_GT(vectors.root().size(), 40U);
    for (const auto& vector : vectors.root()) {
        std::vector<std::string> used;
        if (vector.contains("context"))
            used = vector["context"]["servicesUsedLastYear"].get<std::vector<std::string>>();
        const auto result = judge(vector["check"].get<std::string>(),
                                  fleet::to_line(vector["policy"]), std::move(used));
        const auto what = vector["id"].get<std::string>() + ": " + vector["why"].get<std::string>();
        EXPECT_EQ(result.resources, 1U) << what;
        EXPECT_EQ(result.message, "") << what;
        EXPECT_THAT(codes_in(result), UnorderedElementsAreArray(
                                          vector["reasonCodes"].get<std::vector<std::string>>()))
            << what;
        EXPECT_EQ(vector["expected"] == "compliant", result.found.empty()) << what;
        if (!vector.contains("actionsInMessage")) continue;
        ASSERT_FALSE(result.found.empty()) << what;
        EXPECT_THAT(
            actions_in(result.found.back().reason),
            UnorderedElementsAreArray(vector["actionsInMessage"].get<std::vector<std::string>>()))
            << what;
    }
}
