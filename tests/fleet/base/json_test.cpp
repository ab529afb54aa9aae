#include "fleet/base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace fleet;
using testing::HasSubstr;

namespace {
std::string failure_of(std::string_view text) {
    try {
        parse_json(text, "f.json");
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}
}  // namespace

TEST(Json, KnowsTheLineOfEveryValue) {
    const auto document =
        parse_json("{\n \"a\": 1,\n \"b\": [\n 1,\n 22 // two\n , {\"c\":\n true}]\n}", "f.json");
    EXPECT_EQ(document.line_of("a"), 2);
    EXPECT_EQ(document.line_of("b[0]"), 4);
    EXPECT_EQ(document.line_of("b[1]"), 5);
    EXPECT_EQ(document.line_of("b[2].c"), 7);
    EXPECT_EQ(document.line_of("b[2].missing"), 6);
}

TEST(Json, NamesTheLineOfMalformedText) {
    EXPECT_THAT(failure_of("{\n\"a\":1,\n\"b\":}"), HasSubstr("f.json:3: malformed JSON"));
    EXPECT_THAT(failure_of(""), HasSubstr("f.json:1:"));
    EXPECT_THAT(failure_of("{} {}"), HasSubstr("malformed"));
}

TEST(Json, RefusesDepthBeforeItHurts) {
    EXPECT_THAT(failure_of(std::string(200'000, '[')), HasSubstr("nested deeper than 64 levels"));
    EXPECT_EQ(failure_of(std::string(64, '[') + std::string(64, ']')), "");
    EXPECT_THAT(failure_of(std::string(65, '[') + std::string(65, ']')),
                HasSubstr("nested deeper"));
}

TEST(Json, RefusesAKeyThatStandsTwice) {
    EXPECT_THAT(failure_of("{\n\"a\":1,\n\"a\":2}"),
                HasSubstr("f.json:3: the key \"a\" stands twice"));
}

TEST(Json, WritesAwsTimesWithThreeDecimalsAndKeepsKeyOrder) {
    Json value;
    value["z"] = aws_time(from_epoch_ms(1533513600000));
    value["a"] = Json::array({0.5, 1, "x\n\"", nullptr});
    value["e"] = Json::object();
    EXPECT_EQ(to_line(value), R"({"z":1533513600.000,"a":[0.5,1,"x\n\"",null],"e":{}})");
    EXPECT_EQ(to_text(value),
              "{\n  \"z\": 1533513600.000,\n  \"a\": [\n    0.5,\n    1,\n    \"x\\n\\\"\",\n    "
              "null\n  ],\n  \"e\": {}\n}\n");
}

TEST(Json, ReadsAwsTimesBack) {
    EXPECT_EQ(read_aws_time(Json(1596168096.157)), from_epoch_ms(1596168096157));
    EXPECT_EQ(read_aws_time(aws_time(from_epoch_ms(1))), from_epoch_ms(1));
    EXPECT_FALSE(read_aws_time(Json("now")));
}

TEST(Json, WritesWholeFilesOrNone) {
    const auto folder = std::filesystem::temp_directory_path();
    EXPECT_THROW(write_file(folder / "no-such-folder" / "f", "x"), Error);
    EXPECT_THROW(read_file(folder / "no-such-file"), Error);
}

TEST(Json, RefusesANumberThatIsTooLarge) {
    EXPECT_EQ(failure_of("{\"a\": 1e999}"), "f.json:1: the number 1e999 is too large to be kept");
}

TEST(Json, ShortensWhatIsLongInTheMiddle) {
    const std::string key(100'000, 'k');
    const auto failure = failure_of("{\"" + key + "\": 1, \"" + key + "\": 2}");
    EXPECT_LT(failure.size(), 1300U);
    EXPECT_THAT(failure, HasSubstr(" […] "));
    EXPECT_THAT(failure, testing::EndsWith("stands twice in this object"));
}
