#include "sim/cli/json_walk.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr std::string_view blanks = " \t\r\n";

}  // namespace

void JsonWalk::skip_space() {
    while (!is_at_end()) {
        if (text_.substr(at_).starts_with("//"))
            at_ = std::min(text_.find('\n', at_), text_.size());
        else if (text_.substr(at_).starts_with("/*"))
            at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2;
        else if (blanks.find(next()) != std::string_view::npos)
            step();
        else
            return;
    }
}

std::string_view JsonWalk::string() {
    const auto begin = ++at_;
    while (!is_at_end() && next() != '"') at_ += next() == '\\' ? 2 : 1;
    const auto text = text_.substr(begin, at_ - begin);
    step();
    return text;
}

void JsonWalk::value() {
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

std::vector<JsonPart> JsonWalk::parts() {
    const bool has_keys = next() == '{';
    step();
    std::vector<JsonPart> parts;
    for (skip_space(); !is_at_end() && next() != ']' && next() != '}'; skip_space())
        parts.push_back(part(has_keys));
    return parts;
}

JsonPart JsonWalk::part(bool has_key) {
    JsonPart part;
    part.begin = at_;
    if (has_key) {
        part.key = string();
        skip_space();
        step();  // the colon
        skip_space();
    }
    part.value = at_;
    value();
    part.end = at_;
    skip_space();
    if (!is_at_end() && next() == ',') {
        part.comma = at_;
        step();
    }
    return part;
}

/// The rest of a number, true, false or null.
void JsonWalk::word() {
    while (!is_at_end() && std::string_view(" \t\r\n,]}/").find(next()) == std::string_view::npos)
        step();
}

}  // namespace cli
