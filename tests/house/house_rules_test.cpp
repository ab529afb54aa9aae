// Every rule of the house speaks on a sample that breaks it, and is silent on its near miss.
#include <gmock/gmock.h>

#include <array>

#include "tests/house/house.hpp"

using namespace house;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
using Sources = std::vector<Source>;
const std::string note = std::string("TO") + "DO";
}  // namespace

TEST(HouseRules, ModulesAreFolders) {
    EXPECT_EQ(module_of("fleet/base/json.hpp"), "fleet");
    EXPECT_EQ(module_of("engine/audit/audit.cpp"), "engine");
    EXPECT_EQ(module_of("engine/score/score.hpp"), "score");
    EXPECT_EQ(module_of("engine/report/report.hpp"), "report");
    EXPECT_EQ(module_of("sim/fold.cpp"), "sim");
    EXPECT_EQ(module_of("sim/drill/sweep.cpp"), "drill");
    EXPECT_EQ(module_of("sim/cli/main.cpp"), "cli");
    EXPECT_EQ(module_of("tests/house_test.cpp"), "");
    EXPECT_EQ(module_of("fleetdrill.hpp"), "");
}

TEST(HouseRules, TheEngineIsBlind) {
    EXPECT_THAT(wrong_directions(Sources{{"engine/a.cpp", "\n#include \"scenarios/b.hpp\"\n"}}),
                ElementsAre("engine/a.cpp:2: engine may not include scenarios/b.hpp"));
    EXPECT_THAT(wrong_directions(Sources{{"engine/a.cpp", "#include \"engine/score/b.hpp\""}}),
                ElementsAre("engine/a.cpp:1: engine may not include engine/score/b.hpp"));
    EXPECT_THAT(wrong_directions(Sources{{"engine/a.cpp", "#include \"fleet/b.hpp\""},
                                         {"engine/a.cpp", "#include \"engine/b.hpp\""},
                                         {"engine/score/a.cpp", "#include \"scenarios/b.hpp\""},
                                         {"engine/a.cpp", "#include <vector>"}}),
                IsEmpty());
}

TEST(HouseRules, NobodyIncludesUpwardsOrSideways) {
    const std::array<std::pair<const char*, const char*>, 12> arrows{{
        {"fleet", "scenarios"},
        {"fleet", "engine"},
        {"scenarios", "sim"},
        {"scenarios", "engine"},
        {"sim", "engine"},
        {"engine", "sim"},
        {"engine/score", "sim"},
        {"engine/score", "engine/report"},
        {"engine/report", "scenarios"},
        {"sim", "sim/cli"},
        {"sim", "sim/drill"},
        {"sim/drill", "sim/cli"},
    }};
    for (const auto& [from, to] : arrows) {
        const Sources sources{
            {std::string(from) + "/a.hpp", "#include \"" + std::string(to) + "/b.hpp\""}};
        EXPECT_EQ(wrong_directions(sources).size(), 1U) << from << " -> " << to;
    }
    EXPECT_THAT(wrong_directions(Sources{{"sim/cli/a.cpp", "#include \"engine/score/b.hpp\""},
                                         {"tests/a.cpp", "#include \"sim/cli/b.hpp\""}}),
                IsEmpty());
}

TEST(HouseRules, WhatDetectIsHeldAgainstIsNotMadeOfIt) {
    EXPECT_THAT(
        wrong_directions(Sources{{"engine/reference/a.cpp", "#include \"engine/detect/b.hpp\""},
                                 {"engine/a.cpp", "#include \"engine/reference/b.hpp\""}}),
        ElementsAre("engine/reference/a.cpp:1: reference may not include engine/detect/b.hpp",
                    "engine/a.cpp:1: engine may not include engine/reference/b.hpp"));
    EXPECT_THAT(
        wrong_directions(Sources{{"engine/reference/a.cpp", "#include \"engine/rules.hpp\""},
                                 {"sim/drill/a.cpp", "#include \"engine/reference/b.hpp\""}}),
        IsEmpty());
}

TEST(HouseRules, FieldsAreReadFromTheHeader) {
    EXPECT_THAT(fields_of("struct Other {\n int z;\n};\n"
                          "struct Seen {\n    int a;  // one; two\n    Kind b{};\n"
                          "    std::uint32_t c =\n        no_name;  // (three)\n"
                          "    bool operator==(const Seen&) const = default;\n};\nint y;",
                          "Seen"),
                ElementsAre("a", "b", "c"));
    EXPECT_THAT(fields_of("struct Seen;", "Seen"), IsEmpty());
}

TEST(HouseRules, OpenSslStaysWhereItIsAllowed) {
    EXPECT_THAT(openssl_leaks(Sources{{"fleet/a.cpp", "#include <openssl/evp.h>"}}),
                ElementsAre("fleet/a.cpp:1: OpenSSL stays in fleet/pki and sim/wire"));
    EXPECT_THAT(openssl_leaks(Sources{{"fleet/pki/a.cpp", "#include <openssl/evp.h>"},
                                      {"sim/wire/a.cpp", "#include <openssl/ssl.h>"},
                                      {"fleet/base/text.cpp", "#include <openssl/evp.h>"},
                                      {"bench/a.cpp", "#include <openssl/ssl.h>"},
                                      {"tests/a.cpp", "#include <openssl/evp.h>"}}),
                IsEmpty());
}

TEST(HouseRules, OpenSslDoesNotLeaveThroughAHeader) {
    const Sources sources{{"fleet/a.cpp", "#include \"fleet/pki/outer.hpp\""},
                          {"fleet/pki/b.cpp", "#include \"fleet/pki/outer.hpp\""},
                          {"fleet/pki/inner.hpp", "#include <openssl/evp.h>"},
                          {"fleet/pki/outer.hpp", "#include \"fleet/pki/inner.hpp\""}};
    EXPECT_THAT(openssl_leaks(sources),
                ElementsAre("fleet/a.cpp:1: fleet/pki/outer.hpp shows OpenSSL's types"));
}

TEST(HouseRules, MosquittoStaysOnTheWire) {
    EXPECT_EQ(mosquitto_leaks(Sources{{"sim/a.cpp", "#include <mosquitto.h>"}}).size(), 1U);
    EXPECT_EQ(mosquitto_leaks(Sources{{"sim/a.cpp", "#include <mosquitto_plugin.h>"}}).size(), 1U);
    EXPECT_THAT(mosquitto_leaks(Sources{{"sim/wire/a.cpp", "#include <mosquitto.h>"}}), IsEmpty());
}

TEST(HouseRules, HeadersOnlyForwardJson) {
    EXPECT_EQ(
        whole_json_in_headers(Sources{{"fleet/a.hpp", "#include <nlohmann/json.hpp>"}}).size(), 1U);
    EXPECT_THAT(whole_json_in_headers(Sources{{"fleet/a.hpp", "#include <nlohmann/json_fwd.hpp>"},
                                              {"fleet/a.cpp", "#include <nlohmann/json.hpp>"}}),
                IsEmpty());
}

TEST(HouseRules, NamespacesAreUsedWholeInTestsOnly) {
    EXPECT_EQ(using_namespaces(Sources{{"fleet/a.cpp", "  using namespace std;"}}).size(), 1U);
    EXPECT_THAT(using_namespaces(Sources{{"tests/a.cpp", "using namespace fleet;"},
                                         {"fleet/a.hpp", "using namespace std::chrono_literals;"}}),
                IsEmpty());
}

TEST(HouseRules, AHundredColumnsAreTheLimit) {
    std::string umlauts;
    for (int i = 0; i < 100; ++i) umlauts += "ä";
    EXPECT_THAT(wide_lines(Sources{{"fleet/a.cpp", "\n" + umlauts + "ä\n"}}),
                ElementsAre("fleet/a.cpp:2: 101 columns; 100 are the limit"));
    EXPECT_THAT(wide_lines(Sources{{"fleet/a.cpp", umlauts},
                                   {"fleet/CMakeLists.txt", std::string(200, 'x')}}),
                IsEmpty());
}

TEST(HouseRules, HeadersSayWhatTheyAre) {
    EXPECT_EQ(headers_without_opening(Sources{{"fleet/a.hpp", "#pragma once\n"}}).size(), 1U);
    EXPECT_THAT(headers_without_opening(Sources{{"fleet/a.hpp", "// What it is.\n#pragma once\n"},
                                                {"fleet/a.cpp", "#include \"fleet/a.hpp\""}}),
                IsEmpty());
}

TEST(HouseRules, NothingIsLeftForLater) {
    EXPECT_EQ(unfinished(Sources{{"fleet/a.cpp", "// " + note + ": more"}}).size(), 1U);
    EXPECT_THAT(unfinished(Sources{{"fleet/a.cpp",
                                    "int MASTO"
                                    "DON;"}}),
                IsEmpty());
}

TEST(HouseRules, LongFilesAreTold) {
    std::string text(300, '\n');
    EXPECT_THAT(long_files(Sources{{"fleet/a.cpp", text}}), IsEmpty());
    EXPECT_EQ(long_files(Sources{{"fleet/a.cpp", text + "\n"}}).size(), 1U);
}

TEST(HouseRules, LongFunctionsAreTold) {
    const auto function = [](int lines) {
        std::string text = "namespace a {\nint f(int x) {\n";
        for (int i = 2; i < lines; ++i) text += "    if (x > 1) {\n    }\n", ++i;
        return text + (lines % 2 == 0 ? "" : "    f(x);\n") + "}\n}\n";
    };
    EXPECT_THAT(long_functions(Sources{{"fleet/a.cpp", function(70)}}), IsEmpty());
    EXPECT_THAT(long_functions(Sources{{"fleet/a.cpp", function(72)}}),
                ElementsAre("fleet/a.cpp:2: a function of 72 lines; 70 are the limit"));
}

TEST(HouseRules, AnEntryStandsInItsTableItsListAndATest) {
    const Catalogue catalogue{"scenarios/attacks", "scenarios/attacks.cpp",
                              "scenarios/CMakeLists.txt", ""};
    const Source entry{"scenarios/attacks/stolen_key.cpp", "x"};
    const Source table{"scenarios/attacks.cpp", "&attacks::stolen_key,"};
    const Source list{"scenarios/CMakeLists.txt", "attacks/stolen_key.cpp"};
    const Source own{"tests/scenarios/attacks/stolen_key_test.cpp", ""};
    const Source other{"tests/scenarios/attacks_test.cpp", "\"stolen-key\""};
    EXPECT_THAT(unlisted_entries(Sources{entry, table, list, own}, catalogue), IsEmpty());
    EXPECT_THAT(unlisted_entries(Sources{entry, table, list, other}, catalogue), IsEmpty());
    const Source operation{"tests/scenarios/attacks_test.cpp", "perform(\"StolenKey\")"};
    EXPECT_THAT(unlisted_entries(Sources{entry, table, list, operation}, catalogue), IsEmpty());
    EXPECT_THAT(unlisted_entries(Sources{entry, list, own}, catalogue),
                ElementsAre("scenarios/attacks/stolen_key.cpp:1: is not in the table "
                            "scenarios/attacks.cpp"));
    EXPECT_THAT(unlisted_entries(Sources{entry, table, own}, catalogue),
                ElementsAre("scenarios/attacks/stolen_key.cpp:1: is not in "
                            "scenarios/CMakeLists.txt"));
    EXPECT_THAT(unlisted_entries(Sources{entry, table, list}, catalogue),
                ElementsAre("scenarios/attacks/stolen_key.cpp:1: no test tells of it"));
}

TEST(HouseRules, AWordWithinAWordIsNoEntry) {
    const Catalogue catalogue{"scenarios/traffic", "scenarios/traffic.cpp",
                              "scenarios/CMakeLists.txt", ""};
    const Sources sources{{"scenarios/traffic/flood.cpp", ""},
                          {"scenarios/traffic.cpp", "publish_flood, floods"},
                          {"scenarios/CMakeLists.txt", "traffic/flood.cpp"},
                          {"tests/a_test.cpp", "publish_flood"}};
    EXPECT_EQ(unlisted_entries(sources, catalogue).size(), 2U);
}

TEST(HouseRules, AnEntryMayBeToldByItsMarker) {
    const Catalogue catalogue{"sim/cli", "sim/cli/main.cpp", "sim/CMakeLists.txt",
                              "extern const Command "};
    EXPECT_THAT(
        unlisted_entries(Sources{{"sim/cli/main.cpp", ""}, {"sim/cli/options.cpp", ""}}, catalogue),
        IsEmpty());
    EXPECT_EQ(unlisted_entries(Sources{{"sim/cli/run.cpp", "extern const Command run{"}}, catalogue)
                  .size(),
              3U);
}

TEST(HouseRules, TheTopOfTheTreeIsFixed) {
    const std::vector<std::string> names{"README.md", ".ci", "fleet", "build", "src", "notes.txt"};
    EXPECT_THAT(
        strangers_at_the_top(names, "/build/\n/runs/\n"),
        ElementsAre("src: does not belong at the top", "notes.txt: does not belong at the top"));
}
