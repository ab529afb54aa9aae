// The card of an audit check: what it is called, what it asks and why, and the one pure function
// that answers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/check_result.hpp"
#include "engine/audit/evidence.hpp"
#include "engine/finding.hpp"

namespace engine {

struct AuditCheck {
    std::string_view name;  // the API's
    Severity severity{};    // a constant of the check, never of a finding
    std::string_view resource_type;
    std::string_view identifier_key;
    std::string_view threshold_name;          // its parameter, in days; empty: it has none
    std::uint32_t threshold_days = 0;         // default of the parameter
    std::span<const std::string_view> reads;  // IAM actions the audit role needs
    std::span<const fleet::Part> needs;       // unknown, one of these, and nothing can be said
    fleet::Duration history_lag{};            // how far behind the check the records it reads end
    std::string_view question;
    std::string_view why;
    std::string_view remedy;
    CheckResult (*run)(const Evidence& evidence) = nullptr;
    /// What it looked at in the case of one resource – the value that identifies it – as lines for
    /// people; none when there is no such resource. nullptr: what can be said of any resource of
    /// its kind (explanation.hpp).
    std::vector<std::string> (*explain)(const Evidence& evidence,
                                        std::string_view resource) = nullptr;
};

/// A parameter in days lies within these, both included (docs/audit-semantics §2.4).
inline constexpr std::uint32_t threshold_days_min = 30;
inline constexpr std::uint32_t threshold_days_max = 3652;

}  // namespace engine
