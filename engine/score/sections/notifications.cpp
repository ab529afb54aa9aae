// SNS messages, sent or held back because the role may not publish.
#include <fmt/format.h>

#include <array>
#include <numeric>

#include "engine/score/sections.hpp"

namespace score::sections_table {
namespace {

using Texts = std::vector<std::string>;

const engine::Notification& message_of(const Run& run, std::size_t item) {
    return run.findings.notifications[item];
}

/// A topic may be named whole, or by the last part of its ARN.
Texts topic_of(const Run& run, std::size_t item) {
    const auto& arn = message_of(run, item).topic_arn;
    return {arn, arn.substr(arn.find_last_of(':') + 1)};
}

constexpr std::array<Field, 2> fields{{
    {"topic", FieldType::text, false, " to topic {}", topic_of},
    {"isSent", FieldType::truth, false, " with isSent {}",
     [](const Run& run, std::size_t i) {
         return Texts{message_of(run, i).is_sent ? "true" : "false"};
     }},
}};

}  // namespace

const Section notifications{
    .name = "notifications",
    .one = "notification",
    .is_timed = false,
    .fields = fields,
    .items =
        [](const Run& run) {
            std::vector<std::size_t> all(run.findings.notifications.size());
            std::iota(all.begin(), all.end(), 0);
            return all;
        },
    .time = [](const Run& run, std::size_t i) { return message_of(run, i).time; },
    .describe =
        [](const Run& run, std::size_t i) {
            const auto& message = message_of(run, i);
            return fmt::format("a message to {} at {}{}", message.topic_arn,
                               fleet::format_time(message.time),
                               message.is_sent ? "" : " that was not sent: " + message.why_not);
        }};

}  // namespace score::sections_table
