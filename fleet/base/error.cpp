#include "fleet/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fleet {
namespace {

std::string line_of(const Problem& problem) {
    std::string text = problem.file;
    if (problem.line > 0) text += fmt::format(":{}", problem.line);
    if (!text.empty()) text += ": ";
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
    throw Error(text, problems_);
}

std::string shortened(std::string_view text) {
    constexpr std::size_t longest = 1200, head = 800, tail = 300;
    std::string whole;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        if (at != 0) whole += '\n';
        if (line.size() <= longest) {
            whole += line;
        } else {
            // No character is cut: 10xxxxxx goes on with the one before.
            auto first = head, last = line.size() - tail;
            while ((static_cast<unsigned char>(line[first]) & 0xC0U) == 0x80U && first > 0) --first;
            while ((static_cast<unsigned char>(line[last]) & 0xC0U) == 0x80U && last > first)
                --last;
            whole += line.substr(0, first);
            whole += " […] ";
            whole += line.substr(last);
        }
        at = end + 1;
    }
    return whole;
}

void abort_with(std::string_view message) {
    std::fprintf(stderr, "fleetdrill: internal error: %.*s\n", static_cast<int>(message.size()),
                 message.data());
    std::abort();
}

}  // namespace fleet
