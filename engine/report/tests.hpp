// Several runs that were tests, for machines: JUnit, TAP, JSON.
#pragma once

#include <span>
#include <string>

#include "engine/report/report.hpp"

namespace report {

/// A scenario that could not be played.
struct Unplayed {
    std::string name;
    std::string why;
};

/// What was expected and not met, why, and the two sides field by field, in lines of at most 100
/// columns.
std::string render_missed(const score::ExpectationResult& result);

/// JUnit XML over several runs: a suite for each, a test case for each expectation; and a suite
/// with one error for each that could not be played.
std::string render_junit(std::span<const Story> stories, std::span<const Unplayed> unplayed = {});

/// TAP version 13: a test for each expectation, and one that fails for each scenario that could not
/// be played.
std::string render_tap(std::span<const Story> stories, std::span<const Unplayed> unplayed = {});

/// {"passed", "scenarios": [{"name", "passed", "expectations": […]} or {"name", "error"}]}
fleet::Json tests_json(std::span<const Story> stories, std::span<const Unplayed> unplayed = {});

}  // namespace report
