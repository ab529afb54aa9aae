// A small fleet under watch, slot by slot: what the tests of detect drive.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/definitions.hpp"
#include "engine/detect/detect.hpp"
#include "tests/support/observations.hpp"

namespace support {

/// Two registered things, pump-1 with certificate_of("pump-1") and pump-2, in groups plant/hall and
/// none; anyone else is unregistered.
class Watch {
  public:
    Watch();

    /// Puts a profile named `name` in force whose behaviours are given as AWS's JSON.
    void profile(const std::string& behaviors, std::vector<std::string> targets = {"all/things"},
                 const std::string& name = "guard");
    /// Plays the next slot and returns what happened at its end, as "pump-1 in-alarm 40".
    std::vector<std::string> slot(const std::vector<Seen>& seen,
                                  std::vector<fleet::Change> changes = {});
    /// The same for `count` slots without any observation, in one step.
    std::vector<std::string> idle(unsigned count);
    std::vector<engine::ViolationEvent> play(const fleet::Slice& slice);

    engine::Definitions definitions{.custom_metrics = {}, .dimensions = {}, .is_complete = true};
    fleet::Inventory inventory;
    fleet::Dictionary dictionary;
    engine::Detect detect;
    fleet::Time now = *fleet::parse_time("2018-08-06T00:00:00Z");
    std::vector<engine::ViolationEvent> events;  // all of them
};

/// {"name": "Rule", "metric": …, "criteria": {"comparisonOperator": …, "value": …, …}} in a list.
std::string rule(std::string_view metric, std::string_view comparison, std::string_view value,
                 std::string_view more = R"("durationSeconds": 300)",
                 std::string_view name = "Rule");
/// A rule on aws:num-messages-sent that alarms at `limit`.
std::string sent(std::string_view more, std::string_view limit = "10");
std::string certificate_of(std::string_view thing);
engine::SecurityProfile read(const std::string& profile,
                             const engine::Definitions* definitions = nullptr);
/// What read_profile says about it.
fleet::Problems problems_of(const std::string& profile);
std::vector<std::string> none();

}  // namespace support
