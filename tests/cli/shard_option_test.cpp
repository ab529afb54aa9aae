#include "sim/cli/shard_option.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "fleet/base/error.hpp"

using namespace cli;
using scenarios::Shard;
using testing::HasSubstr;

namespace {

using Variables = std::map<std::string, std::string>;

Shard read(std::string_view text, const Variables& variables = {}) {
    return read_shard(text, [&](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    });
}

std::string refusal(std::string_view text, const Variables& variables = {}) {
    try {
        read(text, variables);
        return "accepted";
    } catch (const fleet::Error& error) {
        return error.what();
    }
}

}  // namespace

TEST(ShardOption, IsAPartOfAWhole) {
    EXPECT_EQ(read("0/1"), (Shard{0, 1}));
    EXPECT_EQ(read("3/4"), (Shard{3, 4}));
}

TEST(ShardOption, CountsFromZero) {
    EXPECT_THAT(refusal("3/3"), HasSubstr("there is no shard 3 of 3"));
    EXPECT_THAT(refusal("5/4"), HasSubstr("shards are counted from 0 to 3"));
}

TEST(ShardOption, IsNothingElse) {
    for (const auto* text :
         {"", "1", "/", "1/", "/2", "-1/2", "1/2/3", "a/b", "1/-2", "1.0/2", " 1/2"})
        EXPECT_THAT(refusal(text), HasSubstr("expected I/N")) << text;
    EXPECT_THAT(refusal("0/0"), HasSubstr("expected 1 to 65536 shards"));
    EXPECT_THAT(refusal("0/65537"), HasSubstr("expected 1 to 65536 shards"));
}

TEST(ShardOption, AutoIsWhatAKubernetesIndexedJobSays) {
    EXPECT_EQ(read("auto", {{"JOB_COMPLETION_INDEX", "2"}, {"JOB_COMPLETIONS", "8"}}),
              (Shard{2, 8}));
    EXPECT_THAT(refusal("auto", {{"JOB_COMPLETION_INDEX", "2"}}),
                HasSubstr("JOB_COMPLETIONS is not set"));
}

TEST(ShardOption, AutoIsWhatASlurmArraySays) {
    const Variables array{{"SLURM_ARRAY_TASK_ID", "14"},
                          {"SLURM_ARRAY_TASK_MIN", "10"},
                          {"SLURM_ARRAY_TASK_STEP", "2"},
                          {"SLURM_ARRAY_TASK_COUNT", "5"}};
    EXPECT_EQ(read("auto", array), (Shard{2, 5}));
    auto odd = array;
    odd["SLURM_ARRAY_TASK_ID"] = "13";
    EXPECT_THAT(refusal("auto", odd), HasSubstr("is no step of 2 from 10"));
}

TEST(ShardOption, AutoIsWhatMpirunSays) {
    EXPECT_EQ(read("auto", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}}),
              (Shard{0, 2}));
    EXPECT_THAT(refusal("auto", {{"OMPI_COMM_WORLD_RANK", "x"}, {"OMPI_COMM_WORLD_SIZE", "2"}}),
                HasSubstr("OMPI_COMM_WORLD_RANK=x is no whole number"));
}

TEST(ShardOption, AutoNeedsOneEngineAndNotTwo) {
    EXPECT_THAT(refusal("auto"), HasSubstr("say --shard I/N"));
    EXPECT_THAT(refusal("auto", {{"JOB_COMPLETION_INDEX", "0"}, {"OMPI_COMM_WORLD_RANK", "0"}}),
                HasSubstr("both JOB_COMPLETION_INDEX and OMPI_COMM_WORLD_RANK are set"));
}

TEST(ShardOption, WithoutAutoTheEnvironmentSaysNothing) {
    EXPECT_EQ(read("1/3", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "9"}}),
              (Shard{1, 3}));
}
