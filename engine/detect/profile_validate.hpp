// What is wrong with behaviours in AWS's eyes, each error with its place, and what is right in
// AWS's eyes but not judged by this version. (docs/detect-semantics §9)
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cloud_formation.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/detect/metrics.hpp"
#include "fleet/base/json.hpp"

namespace engine {

struct BehaviorProblem {
    std::string path;     // below the list: "[2].criteria.durationSeconds"
    std::string message;  // "Behavior NAME is malformed. …"
};

/// All of them, in behaviour order.
std::vector<BehaviorProblem> behavior_problems(const fleet::Json& behaviors,
                                               const Definitions* definitions = nullptr);

/// Of behaviours without problems: those AWS would judge and this version refuses.
std::vector<BehaviorProblem> not_evaluated(const fleet::Json& behaviors,
                                           const Definitions* definitions);
/// Of behaviours without problems: those this version takes and does not judge, a sentence each.
std::vector<std::string> unjudged_notes(const fleet::Json& behaviors);

/// The profiles that a file's value at `base` holds: one, or those of a CloudFormation template.
std::vector<Described> profiles_in(const fleet::Json& json, std::string_view base);

/// All problems of a profile but those of an engine that evaluates less than AWS; `described` says
/// where the profile stands.
void check_profile(const Described& described, const fleet::Document& source,
                   fleet::Problems& problems, const Definitions* definitions);

/// Gathers the errors of one behaviour.
class Complaints {
  public:
    Complaints(std::string place, std::string label, std::vector<BehaviorProblem>& problems)
        : place_(std::move(place)), label_(std::move(label)), problems_(problems) {}

    /// `path` is below the behaviour; empty: the whole.
    void say(std::string_view path, std::string_view detail);
    /// Says that `key` is unknown for every member of `object` that is not in `known`.
    void expect_keys(const fleet::Json& object, std::string_view path,
                     std::span<const std::string> known);
    void expect_boolean(const fleet::Json& object, std::string_view key);

  private:
    std::string place_;
    std::string label_;
    std::vector<BehaviorProblem>& problems_;
};

/// Is `name` 1 to 128 characters of [a-zA-Z0-9:_-]?
bool is_detect_name(std::string_view name);
/// A text without its quotes, anything else as JSON, long ones cut: how messages quote a value.
std::string quoted(const fleet::Json& value);

/// The metricDimension of a behaviour or of a retained metric; `is_allowed` false: the metric takes
/// none.
void check_dimension(const fleet::Json& holder, bool is_allowed, const Definitions* definitions,
                     const std::function<void(std::string_view, std::string)>& say);

/// The criteria of a behaviour. `metric` is nullptr for one that is itself wrong: nothing is said
/// about its operators.
void check_criteria(const fleet::Json& criteria, const Metric* metric, Complaints& complaints);

}  // namespace engine
