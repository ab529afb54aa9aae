#include "tests/engine/operations/desk.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace support {

std::string flood_profile(std::string_view name, unsigned limit, std::string_view more) {
    return fmt::format(
        R"({{"securityProfileName": "{}", "behaviors": [{{"name": "Flood",
            "metric": "aws:num-messages-sent", "criteria": {{"comparisonOperator": "less-than",
            "value": {{"count": {}}}, "durationSeconds": 300,
            "consecutiveDatapointsToAlarm": 1, "consecutiveDatapointsToClear": 1}}{}}}]}})",
        name, limit, more);
}

engine::OperationResult Desk::ask(std::string_view operation, const std::string& request) {
    const auto* found = engine::operation_named(operation);
    if (found == nullptr) throw std::invalid_argument(std::string(operation));
    engine::OperationContext context{.account = account,
                                     .inventory = watch.inventory,
                                     .history = history_,
                                     .dictionary = watch.dictionary,
                                     .detect = watch.detect,
                                     .requests = requests_,
                                     .now = watch.now,
                                     .enabled_since = watch.now};
    return found->perform(context, fleet::parse_json(request, "request").root());
}

fleet::Json Desk::answer(std::string_view operation, const std::string& request) {
    const auto result = ask(operation, request);
    EXPECT_EQ(result.code, "") << operation << ": " << result.message;
    return result.code.empty() ? fleet::Json::parse(result.response) : fleet::Json::object();
}

engine::OperationResult Desk::attach(std::string_view profile, std::string_view target_tail) {
    return ask("AttachSecurityProfile",
               fmt::format(R"({{"securityProfileName": "{}", "securityProfileTargetArn": "{}"}})",
                           profile, watch.inventory.arn(target_tail)));
}

Desk& Desk::guard(std::string_view more) {
    answer("CreateSecurityProfile", flood_profile("guard", 10, more));
    EXPECT_EQ(attach("guard", "all/things").code, "");
    return *this;
}

void Desk::slot(const std::vector<Seen>& seen) {
    watch.slot(seen);
    account.findings.violation_events = watch.events;
}

}  // namespace support
