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

TEST(PolicyVectors, ComeToNoHarmWhenTheyAreMutilated) {
    const auto vectors = fleet::read_json(std::filesystem::path(FLEETDRILL_SOURCE_DIR) /
                                          "tests/engine/audit/policy_vectors.json");
    constexpr std::string_view letters = "*?${}+#:/\"[]aT,\\\x80";
    std::uint32_t state = 2018;
    const auto draw = [&](std::size_t below) {
        state = state * 1'664'525 + 1'013'904'223;
        return static_cast<std::size_t>(state >> 8U) % below;
    };
    std::size_t judged = 0;
    for (const auto& vector : vectors.root()) {
        for (int round = 0; round < 40; ++round) {
            auto text = fleet::to_line(vector["policy"]);
            for (std::size_t hits = 1 + draw(3); hits > 0; --hits)
                text[draw(text.size())] = letters[draw(letters.size())];
            const auto result = judge(vector["check"].get<std::string>(), text, {"iot"});
            EXPECT_EQ(result.resources, 1U) << text;
            if (result.message.empty()) ++judged;
        }
    }
    EXPECT_GT(judged, 300U) << "too few of them are still policies";
}
