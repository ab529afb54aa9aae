// The three ways in which a load test is told, against approved files.
#include "sim/load/load_result.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/sim/load/told_load.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/json_schema.hpp"

using namespace support;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::vector<sim::ObjectiveResult> judged{
    {.objective = "connect.p99<2s", .is_met = true, .measured = "13 ms"},
    {.objective = "errors<=0", .is_met = false, .measured = "4"}};

std::string violation(const fleet::Json& value) {
    static const auto schema =
        fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/load.schema.json");
    return violation_of(value, schema.root());
}

}  // namespace

TEST(LoadResult, IsToldAsApproved) {
    const auto result = a_told_load();
    expect_golden("load.txt", sim::load_text(result, judged));
    expect_golden("load.json", fleet::to_text(sim::load_json(result, judged)));
    expect_golden("load.prom", sim::load_prometheus(result, judged));
}

TEST(LoadResult, FollowsItsSchema) {
    auto json = sim::load_json(a_told_load(), judged);
    EXPECT_EQ(violation(json), "");
    EXPECT_EQ(violation(sim::load_json(a_client_side_load(), {})), "");
    EXPECT_EQ(violation(sim::load_json({.broker = "private"}, {})), "");
    json["broker"] = "mqtt://plain";
    EXPECT_NE(violation(json), "");
}

TEST(LoadResult, SaysNothingOfWhatOnlyATapCouldSee) {
    const auto result = a_client_side_load();
    EXPECT_THAT(sim::load_text(result, {}), HasSubstr("client-side figures only"));
    EXPECT_THAT(sim::load_text(result, {}), Not(HasSubstr("seen by the engine")));
    const auto json = sim::load_json(result, {});
    EXPECT_TRUE(json["clientSideOnly"].get<bool>());
    for (const auto* key : {"messagesSeen", "engine", "lag", "brokerCpuSeconds"})
        EXPECT_FALSE(json["total"].contains(key)) << key;
    EXPECT_THAT(sim::load_prometheus(result, {}), Not(HasSubstr("engine_seconds")));
}

TEST(LoadResult, AddsPhasesOfOneName) {
    const auto result = a_told_load();
    EXPECT_EQ(result.figures("steady").sent, 1000U);
    EXPECT_DOUBLE_EQ(result.figures("steady").seconds, 4);
    EXPECT_EQ(result.figures("steady").engine.count(), 1000U);
    EXPECT_EQ(result.figures().connects, 250U);
    EXPECT_EQ(result.figures().error_count(), 4U);
    EXPECT_FALSE(result.has_phase("calm"));
}

TEST(LoadResult, WritesDurationsAsPeopleReadThem) {
    EXPECT_EQ(sim::duration_text(87), "87 us");
    EXPECT_EQ(sim::duration_text(1234), "1.2 ms");
    EXPECT_EQ(sim::duration_text(412'000), "412 ms");
    EXPECT_EQ(sim::duration_text(12'300'000), "12.3 s");
}
