#include "engine/second_opinion.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/fleets.hpp"

using namespace engine;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// Nothing but the operations of a timeline.
Rules rules_of(const std::string& timeline) {
    fleet::Problems problems;
    auto rules = read_rules(fleet::parse_json("{\"timeline\": [" + timeline + "]}", "s.json"), noon,
                            noon + 1h, "123456789012", "us-east-1", problems);
    problems.raise_if_any();
    return rules;
}

std::string deactivates(std::size_t n) {
    return R"({"at": "+7m", "operation": "UpdateCertificate", "request": {"certificateId": ")" +
           certificate_id(n) + R"(", "newStatus": "INACTIVE"}})";
}

/// Do two engines that hear the same empty hour ask different things of the world?
bool diverge(const std::string& timeline, const std::string& other) {
    const auto world = a_fleet().with_device("pump-1").with_device("pump-2");
    fleet::Dictionary dictionary;
    dictionary.preload_things(world.inventory());
    Examination first(world.inventory(), rules_of(timeline), dictionary);
    Examination second(world.inventory(), rules_of(other), dictionary);
    SecondOpinion opinion(second);
    for (auto begin = noon; begin < noon + 1h; begin += fleet::slot_length) {
        const fleet::Slice slice{begin, begin + fleet::slot_length, {}, {}};
        opinion.begin(slice);
        opinion.expect(1);
        opinion.end();
        first.observe(slice);
        opinion.hold_against(first.take_requests());
    }
    return opinion.has_diverged();
}

}  // namespace

TEST(SecondOpinion, IsOfItsOwnWorldWhileBothAskTheSame) {
    EXPECT_FALSE(diverge("", ""));
    EXPECT_FALSE(diverge(deactivates(0), deactivates(0)));
}

TEST(SecondOpinion, DivergesWhenOneAsksForWhatTheOtherDoesNot) {
    EXPECT_TRUE(diverge(deactivates(0), ""));
    EXPECT_TRUE(diverge("", deactivates(0)));
    EXPECT_TRUE(diverge(deactivates(0), deactivates(1)));
}
