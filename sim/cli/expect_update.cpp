#include "sim/cli/expect_update.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/score/update.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/json_edit.hpp"
#include "sim/cli/recorded_play.hpp"
#include "sim/cli/result_file.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

fs::path file_of(const fs::path& path) {
    return fs::is_directory(path) ? path / "scenario.json" : path;
}

/// What is about to be written says what it should.
void require_said(const std::string& text, const fleet::Json& expect, const fs::path& file) {
    const auto written = fleet::parse_json(text, file.string());
    if (written.root().at("expect") != score::without_removed(expect))
        throw fleet::Error(
            fmt::format("{}: \"expect\" cannot be updated as it is written", file.string()));
}

}  // namespace

std::string line_diff(std::string_view before, std::string_view after) {
    const auto old_lines = lines_of(before), new_lines = lines_of(after);
    std::size_t head = 0, tail = 0;
    const auto shorter = std::min(old_lines.size(), new_lines.size());
    while (head < shorter && old_lines[head] == new_lines[head]) ++head;
    while (tail < shorter - head &&
           old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
        ++tail;
    std::string text;
    for (auto i = head; i < old_lines.size() - tail; ++i)
        text += fmt::format("- {}\n", old_lines[i]);
    for (auto i = head; i < new_lines.size() - tail; ++i)
        text += fmt::format("+ {}\n", new_lines[i]);
    return text;
}

std::string update_expectations(const TestCase& one) {
    const auto file = file_of(one.path);
    const auto text = fleet::read_file(file);
    const auto& before = one.loaded->scenario.resolved.root().at("expect");
    const auto after = RecordedPlay(*one.loaded, 0).updated_expectations(*one.loaded);
    if (after.is_null())
        throw fleet::Error(fmt::format(
            "{}: does not pass whatever it expects; what is not met stands outside \"expect\"",
            file.string()));
    const auto updated = edited_json(text, member_in(text, "expect"), before, after);
    require_said(updated, after, file);
    rewrite_file(file, updated);
    return fmt::format("{}\n{}", file.string(), line_diff(text, updated));
}

void require_updatable(const Options& options) {
    const auto* ci = std::getenv("CI");  // NOLINT(concurrency-mt-unsafe): nothing sets it
    if (ci != nullptr && *ci != '\0' && std::string_view(ci) != "false")
        throw fleet::Error("--update: a CI machine (CI is set) tests and writes nothing");
    for (const auto* other :
         {"junit", "tap", "format", "coverage", "coverage-json", "coverage-min", "coverage-xml"})
        if (options.has(other))
            throw fleet::Error(fmt::format(
                "--update and --{}: it tells what it changes; test once more for the rest", other));
    for (const auto* other : {"seed", "set"})
        if (options.has(other))
            throw fleet::Error(fmt::format(
                "--update and --{}: what is written is expected of the scenario as it stands",
                other));
}

}  // namespace cli
