#include "fleet/base/error.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace fleet {
namespace {

std::string line_of(const Problem& problem) {
    std::string text = problem.file;
    if (problem.line > 0) text += fmt::format(":{}", problem.line);
    text += ": ";
    if (!problem.path.empty()) text += problem.path + ": ";
    return text + problem.message;
}

}  // namespace

void Problems::raise_if_any() const {
    if (problems_.empty()) return;
    std::string text;
    for (const auto& problem : problems_) {
        if (!text.empty()) text += '\n';
        text += line_of(problem);
    }
    throw Error(text);
}

void abort_with(std::string_view message) {
    std::fprintf(stderr, "fleetdrill: internal error: %.*s\n", static_cast<int>(message.size()),
                 message.data());
    std::abort();
}

}  // namespace fleet
