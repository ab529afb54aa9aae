#include "sim/cli/expect_update.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/score/update.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/recorded_play.hpp"
#include "sim/cli/stage.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

/// Walks through JSON with comments that is known to be well formed.
class Walk {
  public:
    explicit Walk(std::string_view text) : text_(text) {}

    std::size_t at() const { return at_; }
    bool is_at_end() const { return at_ >= text_.size(); }
    char next() const { return text_[at_]; }
    void step() { ++at_; }

    void skip_space() {
        while (!is_at_end()) {
            if (text_.substr(at_).starts_with("//"))
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (text_.substr(at_).starts_with("/*"))
                at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2;
            else if (std::string_view(" \t\r\n").find(next()) != std::string_view::npos)
                step();
            else
                return;
        }
    }
    /// Of a string that begins here, as it is written.
    std::string_view string() {
        const auto begin = ++at_;
        while (!is_at_end() && next() != '"') at_ += next() == '\\' ? 2 : 1;
        const auto text = text_.substr(begin, at_ - begin);
        step();
        return text;
    }
    void value() {
        std::size_t depth = 0;
        do {
            skip_space();
            if (is_at_end()) return;
            const char c = next();
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            step();
            if (depth == 0 && c != '}' && c != ']') word();
        } while (depth > 0);
    }

  private:
    /// The rest of a number, true, false or null.
    void word() {
        while (!is_at_end() &&
               std::string_view(" \t\r\n,]}/").find(next()) == std::string_view::npos)
            step();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// { "a": 1, "b": [2] } – compact, with the blanks a person sets.
std::string spaced(const fleet::Json& value) {
    if (value.is_object()) {
        std::string text;
        for (const auto& [key, member] : value.items())
            text += fmt::format("{}{}: {}", text.empty() ? "" : ", ",
                                fleet::to_line(fleet::Json(key)), spaced(member));
        return text.empty() ? "{}" : "{ " + text + " }";
    }
    if (!value.is_array()) return fleet::to_line(value);
    std::string text;
    for (const auto& one : value) text += (text.empty() ? "" : ", ") + spaced(one);
    return "[" + text + "]";
}

fs::path file_of(const fs::path& path) {
    return fs::is_directory(path) ? path / "scenario.json" : path;
}

std::size_t indent_at(std::string_view text, std::size_t at) {
    const auto line = text.rfind('\n', at);
    const auto begin = line == std::string_view::npos ? 0 : line + 1;
    return text.find_first_not_of(" \t", begin) - begin;
}

/// Does the scenario pass with this text? It is tried beside the file, which names others.
bool passes_with(const std::string& text, const fs::path& file, RecordedPlay& recorded) {
    const auto trial = file.parent_path() / ("." + file.filename().string() + ".update");
    fleet::write_file(trial, text);
    struct Remove {
        const fs::path& path;
        ~Remove() {
            std::error_code ignored;
            fs::remove(path, ignored);
        }
    } const remove{trial};
    return recorded.judge(load_scenario(trial.string(), {})).score.is_passed;
}

}  // namespace

std::pair<std::size_t, std::size_t> expect_in(std::string_view text) {
    Walk walk(text);
    for (const char mark : std::string_view("\xEF\xBB\xBF"))  // of UTF-8
        if (!walk.is_at_end() && walk.next() == mark) walk.step();
    walk.skip_space();
    walk.step();  // the brace of the scenario
    while (!walk.is_at_end()) {
        walk.skip_space();
        if (walk.is_at_end() || walk.next() != '"') break;
        const auto key = walk.string();
        walk.skip_space();
        walk.step();  // the colon
        walk.skip_space();
        const auto begin = walk.at();
        walk.value();
        if (key == "expect") return {begin, walk.at()};
        walk.skip_space();
        walk.step();  // the comma
    }
    throw fleet::Error("\"expect\" is not written out in the file: it cannot be updated");
}

std::string expect_text(const fleet::Json& expect, std::size_t indent) {
    const std::string outer(indent, ' '), inner(indent + 2, ' ');
    std::string text;
    for (const auto& [key, member] : expect.items()) {
        text += fmt::format("{}{}{}: ", text.empty() ? "" : ",\n", inner,
                            fleet::to_line(fleet::Json(key)));
        if (!member.is_array() || member.empty()) {
            text += spaced(member);
            continue;
        }
        std::string entries;
        for (const auto& entry : member)
            entries += fmt::format("{}{}  {}", entries.empty() ? "" : ",\n", inner, spaced(entry));
        text += fmt::format("[\n{}\n{}]", entries, inner);
    }
    return text.empty() ? "{}" : fmt::format("{{\n{}\n{}}}", text, outer);
}

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
    const auto& scenario = one.loaded->scenario;
    RecordedPlay recorded(*one.loaded, 0);
    const auto& outcome = recorded.outcome();
    const auto expect = score::updated_expectations(
        scenario.resolved.root().at("expect"), outcome.findings, outcome.score,
        [&](std::string_view thing) { return cohort_of(recorded.played(), thing); });
    const auto [begin, end] = expect_in(text);
    auto written = expect_text(expect, indent_at(text, begin));
    if (text.find("\r\n") != std::string::npos) {
        for (auto at = written.find('\n'); at != std::string::npos; at = written.find('\n', at + 2))
            written.insert(at, 1, '\r');
    }
    const auto updated = text.substr(0, begin) + written + text.substr(end);
    if (!passes_with(updated, file, recorded))
        throw fleet::Error(fmt::format(
            "{}: does not pass whatever it expects; what is not met stands outside \"expect\"",
            file.string()));
    fleet::write_file(file, updated);
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
