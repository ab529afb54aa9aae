// Patterns against patterns. Every walk is over pairs of places in two texts, each seen once.
#include "engine/audit/policy_text.hpp"

#include <algorithm>
#include <array>

#include "fleet/policy_variables.hpp"

namespace engine {
namespace {

using Kind = PolicySign::Kind;

/// Stands for "any character" in samples; private use, so that no policy names it.
constexpr char32_t filler = 0xE000;

PolicySign character(char32_t value) { return {.kind = Kind::character, .character = value}; }
bool is_character(const PolicySign& sign, char32_t value) {
    return sign.kind == Kind::character && sign.character == value;
}
bool is_run(const PolicySign& sign) { return sign.kind == Kind::any_run; }

/// Reads one code point; a byte that begins none stands for itself.
char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(at++);
    const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    char32_t value = more == 0 ? first : first & (0x3FU >> more);
    for (std::size_t i = 0; i < more && at < text.size() && (byte(at) & 0xC0U) == 0x80; ++i)
        value = (value << 6U) | (byte(at++) & 0x3FU);
    return value;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return result;
}

void add(PolicyText& text, PolicySign sign) {
    if (is_run(sign) && !text.empty() && is_run(text.back())) return;
    const bool is_behind_run = sign.kind == Kind::any_one && !text.empty() && is_run(text.back());
    text.insert(is_behind_run ? text.end() - 1 : text.end(), std::move(sign));
}

/// The sign, or the literal, that "${NAME}" stands for.
PolicySign variable(std::string_view name) {
    if (name == "*" || name == "?" || name == "$")
        return character(static_cast<char32_t>(name.front()));
    return {.kind = Kind::variable, .variable = lower(name)};
}

/// Does this sign, which is no run, take in that one?
bool takes_in(const PolicySign& wide, const PolicySign& narrow) {
    if (wide.kind == Kind::any_one)
        return narrow.kind == Kind::any_one || narrow.kind == Kind::character;
    return wide == narrow;
}

/// What both signs, neither a run, can stand for.
std::optional<PolicySign> meet_of(const PolicySign& a, const PolicySign& b) {
    if (a.kind == Kind::any_one && b.kind == Kind::any_one) return character(filler);
    if (takes_in(a, b)) return b;
    if (takes_in(b, a)) return a;
    return std::nullopt;
}

PolicySign filled(const PolicySign& sign) {
    return sign.kind == Kind::any_one ? character(filler) : sign;
}

/// A sign of a beginning: a character, or a part of an ARN – a run of neither colons nor slashes.
struct PrefixSign {
    bool is_part = false;
    char32_t character = 0;
};
using Prefix = std::vector<PrefixSign>;

void add_text(Prefix& prefix, std::string_view text) {
    for (const char c : text) prefix.push_back({.character = static_cast<unsigned char>(c)});
}

/// Marks the places of `text` that can be reached having matched the whole prefix.
class PrefixWalk {
  public:
    PrefixWalk(const PolicyText& text, const Prefix& prefix)
        : text_(text), prefix_(prefix), seen_((prefix.size() + 1) * (text.size() + 1), false) {}

    std::vector<PolicyText> rests() {
        visit(0, 0);
        while (!open_.empty()) {
            const auto [p, q] = open_.back();
            open_.pop_back();
            step(p, q);
        }
        std::vector<PolicyText> found;
        for (std::size_t q = 0; q <= text_.size(); ++q)
            if (seen_[place(prefix_.size(), q)])
                found.emplace_back(text_.begin() + static_cast<std::ptrdiff_t>(q), text_.end());
        return found;
    }

  private:
    std::size_t place(std::size_t p, std::size_t q) const { return p * (text_.size() + 1) + q; }
    void visit(std::size_t p, std::size_t q) {
        if (seen_[place(p, q)]) return;
        seen_[place(p, q)] = true;
        open_.emplace_back(p, q);
    }
    void step(std::size_t p, std::size_t q) {
        if (p == prefix_.size()) return;
        const auto& due = prefix_[p];
        if (due.is_part) visit(p + 1, q);
        if (q == text_.size()) return;
        const auto& sign = text_[q];
        if (is_run(sign)) {
            visit(p, q + 1);
            if (!due.is_part) visit(p + 1, q);
            return;
        }
        const bool fits = sign.kind == Kind::any_one ||
                          (sign.kind == Kind::character &&
                           (due.is_part ? sign.character != U':' && sign.character != U'/'
                                        : sign.character == due.character));
        if (fits) visit(due.is_part ? p : p + 1, q + 1);
    }

    const PolicyText& text_;
    const Prefix& prefix_;
    std::vector<bool> seen_;
    std::vector<std::pair<std::size_t, std::size_t>> open_;
};

/// The six parts of an ARN that is written out; empty when a wildcard took the place of a colon.
std::vector<PolicyText> arn_parts(const PolicyText& resource) {
    std::vector<PolicyText> parts(1);
    for (const auto& sign : resource) {
        if (parts.size() < 6 && is_character(sign, U':')) {
            parts.emplace_back();
            continue;
        }
        // A slash belongs into the resource: a colon before it was not the ARN's.
        if (parts.size() < 6 && is_character(sign, U'/')) return {};
        parts.back().push_back(sign);
    }
    return parts.size() == 6 ? parts : std::vector<PolicyText>{};
}

bool matches(const PolicyText& part, std::string_view text) {
    return covers(part, policy_text(text));
}

Prefix arn_prefix(std::string_view type, const fleet::Account* account) {
    Prefix prefix;
    const auto part = [&](const std::string& known) {
        if (account == nullptr)
            prefix.push_back({.is_part = true});
        else
            add_text(prefix, known);
    };
    add_text(prefix, "arn:");
    prefix.push_back({.is_part = true});
    add_text(prefix, ":iot:");
    part(account == nullptr ? std::string{} : account->region);
    add_text(prefix, ":");
    part(account == nullptr ? std::string{} : account->id);
    add_text(prefix, ":");
    add_text(prefix, type);
    if (!type.empty()) add_text(prefix, "/");
    return prefix;
}

}  // namespace

PolicyText policy_text(std::string_view text) {
    PolicyText result;
    for (std::size_t at = 0; at < text.size();) {
        const auto close = text.substr(at).starts_with("${") ? text.find('}', at) : text.npos;
        if (close != text.npos) {
            add(result, variable(text.substr(at + 2, close - at - 2)));
            at = close + 1;
            continue;
        }
        const auto value = next_code_point(text, at);
        if (value == U'*')
            add(result, {.kind = Kind::any_run});
        else if (value == U'?')
            add(result, {.kind = Kind::any_one});
        else
            add(result, character(value));
    }
    return result;
}

bool covers(const PolicyText& wide, const PolicyText& narrow) {
    constexpr auto nowhere = std::string_view::npos;
    std::size_t w = 0, n = 0, run = nowhere, taken = 0;
    while (n < narrow.size()) {
        if (w < wide.size() && is_run(wide[w])) {
            run = w++;
            taken = n;
        } else if (w < wide.size() && takes_in(wide[w], narrow[n])) {
            ++w;
            ++n;
        } else if (run != nowhere) {
            w = run + 1;  // the last run takes one more sign
            n = ++taken;
        } else {
            return false;
        }
    }
    while (w < wide.size() && is_run(wide[w])) ++w;
    return w == wide.size();
}

std::optional<PolicyText> meet(const PolicyText& a, const PolicyText& b) {
    const auto columns = b.size() + 1;
    constexpr std::uint32_t unseen = 0xFFFFFFFF;
    std::vector<std::uint32_t> from((a.size() + 1) * columns, unseen);
    std::vector<std::uint32_t> open{0};
    from[0] = 0;
    for (std::size_t head = 0; head < open.size(); ++head) {
        const auto place = open[head];
        const auto i = place / columns, j = place % columns;
        const auto visit = [&](std::size_t next_i, std::size_t next_j) {
            const auto next = static_cast<std::uint32_t>(next_i * columns + next_j);
            if (from[next] != unseen) return;
            from[next] = place;
            open.push_back(next);
        };
        const bool has_a = i < a.size(), has_b = j < b.size();
        if (has_a && is_run(a[i])) {
            visit(i + 1, j);
            if (has_b) visit(i, j + 1);
        } else if (has_b && is_run(b[j])) {
            visit(i, j + 1);
            if (has_a) visit(i + 1, j);
        } else if (has_a && has_b && meet_of(a[i], b[j])) {
            visit(i + 1, j + 1);
        }
    }
    if (from.back() == unseen) return std::nullopt;
    PolicyText text;
    for (auto place = static_cast<std::uint32_t>(from.size() - 1); place != 0;
         place = from[place]) {
        const auto i = from[place] / columns, j = from[place] % columns;
        const bool moves_a = place / columns != i, moves_b = place % columns != j;
        if (moves_a && moves_b)
            text.push_back(filled(*meet_of(a[i], b[j])));
        else if (moves_a && !is_run(a[i]))
            text.push_back(filled(a[i]));
        else if (moves_b && !is_run(b[j]))
            text.push_back(filled(b[j]));
    }
    std::ranges::reverse(text);
    return text;
}

PolicyText sample_of(const PolicyText& text) {
    auto sample = text;
    for (auto& sign : sample)
        if (sign.kind == Kind::any_one || is_run(sign)) sign = character(filler);
    return sample;
}

std::vector<PolicyText> rests_behind(const PolicyText& text, std::string_view prefix) {
    Prefix signs;
    add_text(signs, prefix);
    return PrefixWalk(text, signs).rests();
}

std::vector<PolicyText> resource_rests(const PolicyText& resource, std::string_view type,
                                       const fleet::Account* account) {
    const auto parts = arn_parts(resource);
    if (parts.empty()) return PrefixWalk(resource, arn_prefix(type, account)).rests();
    if (!matches(parts[0], "arn") || !matches(parts[2], "iot")) return {};
    if (account != nullptr &&
        (!matches(parts[3], account->region) || !matches(parts[4], account->id)))
        return {};
    auto rest = parts[5];
    // AWS's own examples write ":/thing/NAME".
    if (!rest.empty() && is_character(rest.front(), U'/')) rest.erase(rest.begin());
    if (type.empty()) return {std::move(rest)};
    return rests_behind(rest, std::string(type) + "/");
}

}  // namespace engine
