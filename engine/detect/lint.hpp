// A lint: something that AWS takes and that hardly anybody means, or a slip with a known remedy.
// One lint, one file, one card; the page of lints and `fleetdrill list lints` are written from the
// cards. Lints read what the author wrote, right or wrong. (docs/detect-semantics §11)
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/metrics.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// Devices that a profile is attached to, as far as lints care.
struct Cohort {
    std::string name;
    bool has_agent = false;
    std::uint32_t report_period_seconds = 0;  // 0: not known
    /// Groups of metrics its agent tells, by their long names; nullopt: all of them.
    std::optional<std::vector<std::string>> groups;
    std::vector<std::string> custom_metrics;  // that its agent tells

    /// Does a device of it tell this metric, which only a device can?
    bool tells(std::string_view metric) const;
};

/// What a healthy fleet would have done under the profile.
struct DryRun {
    std::string fleet;  // whose: that of the scenario the profile is checked with
    /// From which share of devices in alarm on it is the rule's fault: a fleet of nobody's proves
    /// less than one's own.
    double share_min = 0.5;
    std::uint64_t devices = 0;                          // that the profile covered
    std::vector<std::optional<std::uint64_t>> alarmed;  // by behaviour; nothing: was not judged
};

/// What is known about where the profile is used. Both may be missing.
struct LintContext {
    const DryRun* dry_run = nullptr;
    std::span<const Cohort> cohorts;
};

/// One behaviour: what can be read of it, whatever else is wrong with it.
class BehaviorView {
  public:
    BehaviorView(const fleet::Json& behavior, std::size_t index, const LintContext& context);

    std::size_t index() const { return index_; }
    const LintContext& context() const { return context_; }
    std::string_view metric_name() const;  // empty: none
    /// Of AWS's; nullptr for none, a custom or an unknown one.
    const Metric* metric() const { return metric_; }
    /// Does its metric come from a report that the device itself sends?
    bool needs_agent() const;
    std::optional<ComparisonOperator> comparison() const { return comparison_; }
    bool is_upper_limit() const;
    bool is_lower_limit() const;

    /// A member of the behaviour, of its criteria, of the criteria's value; nullptr: absent.
    const fleet::Json* member(std::string_view key) const;
    const fleet::Json* criteria(std::string_view key) const;
    const fleet::Json* value(std::string_view key) const;
    /// value.count, where it is a whole number.
    std::optional<std::uint64_t> count() const;
    /// The elements of value.KEY that are texts.
    std::vector<std::string> texts(std::string_view key) const;
    /// statisticalThreshold.statistic as a number of percent: "p99.9" is 99.9.
    std::optional<double> percent() const;
    std::optional<std::uint64_t> duration_seconds() const;

  private:
    const fleet::Json& behavior_;
    std::size_t index_;
    const LintContext& context_;
    const Metric* metric_ = nullptr;
    std::optional<ComparisonOperator> comparison_;
};

struct LintRemark {
    std::string path;     // below the behaviour, or below the profile
    std::string message;  // what is wrong, with the author's figures
    std::string fix;      // what to write instead
};

struct Lint {
    std::string_view name;     // "inverted-comparison"
    std::string_view story;    // what goes wrong, and why it is written all the same
    std::string_view example;  // JSON that it speaks of: a behaviour, or a profile
    std::string_view fix;      // the same as it was meant
    std::optional<LintRemark> (*of_behavior)(const BehaviorView& behavior) = nullptr;
    std::vector<LintRemark> (*of_profile)(const fleet::Json& profile) = nullptr;
    /// It speaks only where something is known of the fleet.
    bool needs_context = false;
};

/// All of them, by name.
std::span<const Lint* const> lints();

/// What one lint says of one profile.
struct LintFinding {
    const Lint* lint = nullptr;
    std::optional<std::size_t> behavior;  // nothing: the profile as a whole
    std::string path;                     // below the profile
    std::string message;
    std::string fix;
};

/// What all lints say of a profile in the form of CreateSecurityProfile: behaviour by behaviour,
/// then of the profile as a whole.
std::vector<LintFinding> lint(const fleet::Json& profile, const LintContext& context);

}  // namespace engine
