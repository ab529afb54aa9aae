// Matching without backtracking: the stars cut a pattern into runs; the first run stands at the
// front, the last at the end, and each between them at the first place that fits.
#include "fleet/policy_pattern.hpp"

#include <algorithm>

namespace fleet {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// One character is one UTF-8 code point, not one byte (§3.2).
std::size_t next_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
    return at;
}

std::size_t previous_character(std::string_view text, std::size_t at) {
    --at;
    while (at > 0 && is_continuation(text[at])) --at;
    return at;
}

}  // namespace

PolicyPattern::PolicyPattern(std::string_view text, Wildcards wildcards, Letters letters)
    : letters_(letters) {
    compile(text, wildcards);
}

void PolicyPattern::compile(std::string_view text, Wildcards wildcards) {
    runs_.push_back({0, 0});
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with("${") && text.find('}', at) != nowhere) {
            at = compile_variable(text, at);
            continue;
        }
        if (wildcards == Wildcards::speak && text[at] == '*') {
            end_run();
            runs_.push_back({runs_.back().end, 0});
        } else if (wildcards == Wildcards::speak && text[at] == '?') {
            items_.push_back({.kind = Item::Kind::any_character});
        } else {
            add_literal(text.substr(at, 1));
        }
        ++at;
    }
    end_run();
}

std::size_t PolicyPattern::compile_variable(std::string_view text, std::size_t at) {
    const auto close = text.find('}', at);
    const auto name = text.substr(at + 2, close - at - 2);
    if (name == "*" || name == "?" || name == "$") {
        add_literal(name);
    } else {
        items_.push_back(
            {.kind = Item::Kind::variable, .begin = static_cast<std::uint32_t>(variables_.size())});
        variables_.push_back(policy_variable(name));
    }
    return close + 1;
}

void PolicyPattern::add_literal(std::string_view text) {
    const bool continues =
        items_.size() > runs_.back().begin && items_.back().kind == Item::Kind::literal;
    if (!continues)
        items_.push_back(
            {.kind = Item::Kind::literal, .begin = static_cast<std::uint32_t>(literals_.size())});
    items_.back().size += static_cast<std::uint32_t>(text.size());
    literals_ += text;
}

void PolicyPattern::end_run() { runs_.back().end = static_cast<std::uint32_t>(items_.size()); }

bool PolicyPattern::uses(PolicyVariable::Kind kind) const {
    return std::any_of(variables_.begin(), variables_.end(),
                       [kind](const PolicyVariable& variable) { return variable.kind == kind; });
}

std::optional<std::string_view> PolicyPattern::text_of(const Item& item,
                                                       const Requester& requester) const {
    if (item.kind == Item::Kind::literal)
        return std::string_view(literals_).substr(item.begin, item.size);
    return substitution(variables_[item.begin], requester);
}

bool PolicyPattern::stands_at(std::string_view text, std::size_t at, std::string_view part) const {
    if (text.size() - at < part.size()) return false;
    const auto there = text.substr(at, part.size());
    return letters_ == Letters::as_they_are ? there == part : equals_ignoring_case(there, part);
}

std::size_t PolicyPattern::match_forwards(const Run& run, std::string_view text, std::size_t at,
                                          const Requester& requester) const {
    for (auto i = run.begin; i < run.end; ++i) {
        if (items_[i].kind == Item::Kind::any_character) {
            if (at == text.size()) return nowhere;
            at = next_character(text, at);
            continue;
        }
        const auto part = text_of(items_[i], requester);
        if (!part || !stands_at(text, at, *part)) return nowhere;
        at += part->size();
    }
    return at;
}

std::size_t PolicyPattern::match_backwards(const Run& run, std::string_view text,
                                           const Requester& requester) const {
    auto at = text.size();
    for (auto i = run.end; i > run.begin; --i) {
        const auto& item = items_[i - 1];
        if (item.kind == Item::Kind::any_character) {
            if (at == 0) return nowhere;
            at = previous_character(text, at);
            continue;
        }
        const auto part = text_of(item, requester);
        if (!part || part->size() > at || !stands_at(text, at - part->size(), *part))
            return nowhere;
        at -= part->size();
    }
    return at;
}

/// Where the first fit at or after `from` ends.
std::size_t PolicyPattern::find(const Run& run, std::string_view text, std::size_t from,
                                const Requester& requester) const {
    if (run.begin == run.end) return from;
    const auto& first = items_[run.begin];
    const bool can_leap = first.kind == Item::Kind::literal && letters_ == Letters::as_they_are;
    for (auto at = from; at <= text.size(); at = next_character(text, at)) {
        if (can_leap) at = text.find(*text_of(first, requester), at);
        if (at == nowhere) return nowhere;
        if (const auto end = match_forwards(run, text, at, requester); end != nowhere) return end;
    }
    return nowhere;
}

bool PolicyPattern::matches(std::string_view text, const Requester& requester) const {
    auto at = match_forwards(runs_.front(), text, 0, requester);
    if (at == nowhere || runs_.size() == 1) return at == text.size();
    for (std::size_t i = 1; i + 1 < runs_.size(); ++i) {
        at = find(runs_[i], text, at, requester);
        if (at == nowhere) return false;
    }
    const auto last = match_backwards(runs_.back(), text, requester);
    return last != nowhere && last >= at;
}

std::optional<std::string> PolicyPattern::expand(const Requester& requester) const {
    std::string text;
    for (const auto& item : items_) {
        require(item.kind != Item::Kind::any_character && runs_.size() == 1,
                "only a text without wildcards can be expanded");
        const auto part = text_of(item, requester);
        if (!part) return std::nullopt;
        text += *part;
    }
    return text;
}

}  // namespace fleet
