#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
const auto start = *fleet::parse_time("2018-08-06T00:00:00Z");

std::int64_t seconds(fleet::Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}
/// What is listed of [begin, end], as "pump-1 in-alarm".
std::vector<std::string> listed(Desk& desk, fleet::Time begin, fleet::Time end,
                                const std::string& more = "") {
    const auto request =
        fmt::format(R"({{"startTime": {}, "endTime": {}{}}})", seconds(begin), seconds(end), more);
    std::vector<std::string> texts;
    const auto answer = desk.answer("ListViolationEvents", request);
    for (const auto& one : answer.at("violationEvents"))
        texts.push_back(one.at("thingName").get<std::string>() + ' ' +
                        one.at("violationEventType").get<std::string>());
    return texts;
}
}  // namespace

TEST(ListViolationEvents, ListsTheLatestFirst) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    desk.slot({publishes("pump-1", 9)});
    EXPECT_THAT(listed(desk, start, start + 1h),
                ElementsAre("pump-1 alarm-cleared", "pump-1 in-alarm"));
}

TEST(ListViolationEvents, ListsThePeriodWithBothItsEnds) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    const auto when = desk.account.findings.violation_events.front().time;
    EXPECT_THAT(listed(desk, when, when), ElementsAre("pump-1 in-alarm"));
    EXPECT_THAT(listed(desk, when + 1s, when + 1h), IsEmpty());
    EXPECT_THAT(listed(desk, when - 1h, when - 1s), IsEmpty());
}

TEST(ListViolationEvents, ListsOnlyTheThingThatIsAskedFor) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 10)});
    EXPECT_EQ(listed(desk, start, start + 1h).size(), 2U);
    EXPECT_THAT(listed(desk, start, start + 1h, R"(, "thingName": "pump-2")"),
                ElementsAre("pump-2 in-alarm"));
}

TEST(ListViolationEvents, KeepsSuppressedAlertsForThoseWhoAsk) {
    Desk desk;
    desk.guard(R"(, "suppressAlerts": true)");
    desk.slot({publishes("pump-1", 10)});
    EXPECT_THAT(listed(desk, start, start + 1h), IsEmpty());
    EXPECT_THAT(listed(desk, start, start + 1h, R"(, "listSuppressedAlerts": true)"),
                ElementsAre("pump-1 in-alarm"));
}

TEST(ListViolationEvents, NeedsAPeriod) {
    Desk desk;
    desk.guard();
    for (const auto* request : {"{}", R"({"startTime": 1533556800})", R"({"endTime": 1533556800})",
                                R"({"startTime": "noon", "endTime": 1533556800})"})
        EXPECT_EQ(desk.ask("ListViolationEvents", request).code, "InvalidRequestException")
            << request;
}
