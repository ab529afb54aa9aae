#include "sim/cli/json_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/error.hpp"
#include "sim/cli/json_walk.hpp"

namespace cli {
namespace {

using fleet::Json;

/// { "a": 1, "b": [2] } – compact, with the blanks a person sets.
std::string spaced(const Json& value) {
    if (value.is_object()) {
        std::string text;
        for (const auto& [key, member] : value.items())
            text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", fleet::to_line(Json(key)),
                                spaced(member));
        return text.empty() ? "{}" : "{ " + text + " }";
    }
    if (!value.is_array()) return fleet::to_line(value);
    std::string text;
    for (const auto& one : value) text += (text.empty() ? "" : ", ") + spaced(one);
    return "[" + text + "]";
}

/// What an indented line of the text begins with first: a level, or so it is taken.
std::string level_of(std::string_view text) {
    constexpr std::size_t most = 8;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        const auto end = std::min(text.find_first_not_of(" \t", at + 1), text.size());
        if (end == at + 1) continue;
        if (text[at + 1] == '\t') return "\t";
        return std::string(std::min(end - at - 1, most), ' ');
    }
    return "  ";
}

class Edit {
  public:
    explicit Edit(std::string_view text)
        : text_(text),
          level_(level_of(text)),
          line_end_(text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n") {}

    void change(std::size_t begin, std::size_t end, const Json& before, const Json& after) {
        if (before == after) return;
        const bool is_alike = before.type() == after.type() && before.is_structured();
        if (!is_alike) return replace(begin, end, spaced(after));
        const auto parts = JsonWalk(text_, begin).parts();
        if (before.is_array())
            change_list(begin, end, parts, after);
        else
            change_object(begin, end, parts, after);
    }

    std::string result() {
        std::ranges::stable_sort(changes_, {}, &Change::begin);
        std::string result;
        std::size_t done = 0;
        for (const auto& change : changes_) {
            // What is taken out may overlap.
            if (change.begin > done) result += text_.substr(done, change.begin - done);
            result += change.text;
            done = std::max(done, change.end);
        }
        return result += text_.substr(done);
    }

  private:
    struct Change {
        std::size_t begin, end;
        std::string text;
    };

    void replace(std::size_t begin, std::size_t end, std::string text) {
        changes_.push_back({begin, end, std::move(text)});
    }

    Json value_of(const JsonPart& part) const {
        return Json::parse(text_.substr(part.value, part.end - part.value), nullptr, true, true);
    }

    void change_list(std::size_t begin, std::size_t end, const std::vector<JsonPart>& parts,
                     const Json& after) {
        std::vector<bool> stays;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            stays.push_back(i < after.size() && !after[i].is_null());
            if (stays[i]) change(parts[i].value, parts[i].end, value_of(parts[i]), after[i]);
        }
        std::vector<std::string> added;
        for (auto i = parts.size(); i < after.size(); ++i) added.push_back(spaced(after[i]));
        settle(begin, end, parts, std::move(stays), std::move(added));
    }

    void change_object(std::size_t begin, std::size_t end, const std::vector<JsonPart>& parts,
                       const Json& after) {
        std::vector<bool> stays;
        Json added = after;
        for (const auto& part : parts) {
            const auto key = Json::parse(fmt::format("\"{}\"", part.key)).get<std::string>();
            const auto found = after.find(key);
            stays.push_back(found != after.end());
            if (stays.back()) change(part.value, part.end, value_of(part), *found);
            added.erase(key);
        }
        std::vector<std::string> members;
        for (const auto& [key, value] : added.items())
            members.push_back(fmt::format("{}: {}", fleet::to_line(Json(key)),
                                          member_text(value, indent_at(begin) + level_)));
        settle(begin, end, parts, std::move(stays), std::move(members));
    }

    /// A list of objects has a line for each.
    std::string member_text(const Json& value, const std::string& indent) const {
        if (!value.is_array() || value.empty() || !value.front().is_object()) return spaced(value);
        std::string lines;
        for (const auto& one : value)
            lines += fmt::format("{}{}{}{}{}", lines.empty() ? "" : ",", line_end_, indent, level_,
                                 spaced(one));
        return fmt::format("[{}{}{}]", lines, line_end_, indent);
    }

    /// Takes out what does not stay, and lets what is added follow.
    void settle(std::size_t begin, std::size_t end, const std::vector<JsonPart>& parts,
                std::vector<bool> stays, std::vector<std::string> added) {
        if (parts.empty()) return fill(begin, end, added);
        auto last = stays.rend() - std::ranges::find(stays.rbegin(), stays.rend(), true);
        if (last == 0 && !added.empty()) {  // the first of them takes the place of one that goes
            replace(parts.front().begin, parts.front().end, added.front());
            added.erase(added.begin());
            stays.front() = true;
            last = 1;
        }
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (!stays[i]) take_out(parts[i]);
        if (last == 0) return;
        const auto& kept = parts[static_cast<std::size_t>(last) - 1];
        if (added.empty()) {
            if (kept.comma && kept.end != parts.back().end)
                replace(*kept.comma, *kept.comma + 1, "");
            return;
        }
        if (!kept.comma) replace(kept.end, kept.end, ",");
        follow(kept, begin, added);
    }

    /// Where nothing was.
    void fill(std::size_t begin, std::size_t end, const std::vector<std::string>& added) {
        if (added.empty()) return;
        const auto indent = indent_at(begin);
        std::string lines;
        for (const auto& one : added)
            lines +=
                fmt::format("{}{}{}{}{}", lines.empty() ? "" : ",", line_end_, indent, level_, one);
        replace(begin + 1, begin + 1, lines);
        if (text_.substr(begin + 1, end - begin - 2).find_first_not_of(" \t\r\n") ==
            std::string_view::npos)
            replace(begin + 1, end - 1, line_end_ + indent);  // else a comment stays below
    }

    /// After one that stays, and after what is said of it on its line.
    void follow(const JsonPart& kept, std::size_t container,
                const std::vector<std::string>& added) {
        const bool has_own_line = is_first_on_line(kept.begin);
        const bool is_small = !has_own_line && text_[container] == '{' &&
                              added.front().find('[') == std::string::npos;
        const auto indent = has_own_line ? indent_at(kept.begin) : indent_at(container) + level_;
        std::string text;
        for (const auto& one : added)
            text += (text.empty() ? "" : ",") + (is_small ? " " + one : line_end_ + indent + one);
        const auto at = has_own_line ? end_of_remark(kept.comma ? *kept.comma + 1 : kept.end)
                                     : (kept.comma ? *kept.comma + 1 : kept.end);
        replace(at, at, text);
    }

    /// Behind a comment that stands on the same line.
    std::size_t end_of_remark(std::size_t at) const {
        const auto line = std::min(text_.find('\n', at), text_.size());
        const auto rest = text_.substr(at, line - at);
        const auto first = rest.find_first_not_of(" \t");
        if (first == std::string_view::npos || !rest.substr(first).starts_with("//")) return at;
        return line > at && text_[line - 1] == '\r' ? line - 1 : line;
    }

    /// With its comma, and with its lines and the remark on them where it has lines of its own.
    void take_out(const JsonPart& part) {
        const bool is_joined =
            part.comma && text_.substr(part.end, *part.comma - part.end).find_first_not_of(" \t") ==
                              std::string_view::npos;
        if (part.comma && !is_joined) replace(*part.comma, *part.comma + 1, "");
        auto begin = part.begin, end = is_joined ? *part.comma + 1 : part.end;
        if (is_first_on_line(begin)) end = end_of_remark(end);
        const auto next = std::min(text_.find_first_not_of(" \t\r", end), text_.size());
        if (is_first_on_line(begin) && next < text_.size() && text_[next] == '\n') {
            begin = line_of(begin);
            end = next + 1;
        } else if (is_joined && next < text_.size() && text_[next] != '\n') {
            end = next;
        } else if (!part.comma) {
            begin = end_of_what_is_before(begin);
        }
        replace(begin, end, "");
    }

    /// Not beyond the end of a line that may end in a comment.
    std::size_t end_of_what_is_before(std::size_t at) const {
        const auto end = text_.find_last_not_of(" \t\r\n", at - 1) + 1;
        const auto line = line_of(end);
        const bool has_remark = text_.substr(line, end - line).find("//") != std::string_view::npos;
        return has_remark ? at : end;
    }

    std::size_t line_of(std::size_t at) const {
        const auto end = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
        return end == std::string_view::npos ? 0 : end + 1;
    }
    bool is_first_on_line(std::size_t at) const {
        return text_.find_first_not_of(" \t", line_of(at)) == at;
    }
    std::string indent_at(std::size_t at) const {
        const auto begin = line_of(at);
        return std::string(text_.substr(begin, text_.find_first_not_of(" \t", begin) - begin));
    }

    std::string_view text_;
    std::string level_, line_end_;
    std::vector<Change> changes_;
};

}  // namespace

std::pair<std::size_t, std::size_t> member_in(std::string_view text, std::string_view key) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";  // of UTF-8
    JsonWalk walk(text, text.starts_with(mark) ? mark.size() : 0);
    walk.skip_space();
    for (const auto& part : walk.parts())
        if (part.key == key) return {part.value, part.end};
    throw fleet::Error(
        fmt::format("\"{}\" is not written out in the file: it cannot be updated", key));
}

std::string edited_json(std::string_view text, std::pair<std::size_t, std::size_t> place,
                        const Json& before, const Json& after) {
    Edit edit(text);
    edit.change(place.first, place.second, before, after);
    return edit.result();
}

}  // namespace cli
