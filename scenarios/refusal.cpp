#include "scenarios/refusal.hpp"

#include <fmt/format.h>

namespace scenarios {

void refuse(std::string_view where, const std::string& why) {
    fleet::Problems problems;
    problems.add({.file = {}, .line = 0, .path = std::string(where), .message = why});
    problems.raise_if_any();
    fleet::abort_with("a problem was not raised");
}

void raise_in_its_files(const Scenario& scenario, const fleet::Error& error) {
    fleet::Problems placed;
    for (const auto& problem : error.problems()) {
        placed.add(problem.file.empty() ? in_its_file(scenario, scenario.resolved.problem(
                                                                    problem.path, problem.message))
                                        : problem);
    }
    placed.raise_if_any();
    throw fleet::Error(error);
}

std::string place_of(const Scenario& scenario, const std::string& where) {
    const auto problem = in_its_file(scenario, scenario.resolved.problem(where, {}));
    return problem.file.empty() ? where : fmt::format("{}:{}", problem.file, problem.line);
}

}  // namespace scenarios
