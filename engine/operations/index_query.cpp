#include "engine/operations/index_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "fleet/base/error.hpp"

namespace engine {

struct IndexQuery::Node {
    enum class Kind { everything, all, any, none, term };
    Kind kind = Kind::everything;
    std::vector<Node> children;  // of all, any, and the one of none
    std::string field;
    // of a term: a pattern, or limits, either of which may be absent
    std::optional<std::string> pattern;
    std::optional<std::string> low, high;
    bool is_low_in = true, is_high_in = true;
};

namespace {

using Node = IndexQuery::Node;

constexpr std::size_t query_bytes_max = 1000;
constexpr std::size_t depth_max = 16;

bool is_wild_match(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) &&
            pattern[p] != '*') {
            ++p, ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Numbers by their size, whatever else by its letters.
int compare(std::string_view a, std::string_view b) {
    const auto left = number_in(a), right = number_in(b);
    if (left && right) return *left < *right ? -1 : *left > *right ? 1 : 0;
    return a.compare(b);
}

bool is_within(const Node& term, std::string_view value) {
    if (term.pattern) return is_wild_match(*term.pattern, value);
    const auto above = term.low ? compare(value, *term.low) : 1;
    const auto below = term.high ? compare(*term.high, value) : 1;
    return (above > 0 || (above == 0 && term.is_low_in)) &&
           (below > 0 || (below == 0 && term.is_high_in));
}

bool holds(const Node& node, const FieldReader& fields) {
    const auto is_true = [&](const Node& child) { return holds(child, fields); };
    switch (node.kind) {
        case Node::Kind::everything:
            return true;
        case Node::Kind::all:
            return std::ranges::all_of(node.children, is_true);
        case Node::Kind::any:
            return std::ranges::any_of(node.children, is_true);
        case Node::Kind::none:
            return std::ranges::none_of(node.children, is_true);
        default:
            return std::ranges::any_of(fields(node.field), [&](const std::string& value) {
                return is_within(node, value);
            });
    }
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {
        if (text.size() > query_bytes_max)
            throw fleet::Error(fmt::format("is longer than {} characters", query_bytes_max));
    }

    Node parse() {
        auto node = any(0);
        skip_spaces();
        if (at_ < text_.size()) fail("expected AND, OR or the end");
        return node;
    }

  private:
    [[noreturn]] void fail(std::string_view what) const {
        throw fleet::Error(fmt::format("{} at character {}", what, at_ + 1));
    }
    void skip_spaces() { at_ = std::min(text_.find_first_not_of(' ', at_), text_.size()); }
    bool take(std::string_view mark) {
        if (!text_.substr(at_).starts_with(mark)) return false;
        at_ += mark.size();
        return true;
    }
    bool take_word(std::string_view word) {
        skip_spaces();
        const auto behind = at_ + word.size();
        const bool ends = behind < text_.size() && (text_[behind] == ' ' || text_[behind] == '(');
        return ends && take(word);
    }

    Node any(std::size_t depth) { return joined(depth, "OR", Node::Kind::any, &Parser::all); }
    Node all(std::size_t depth) { return joined(depth, "AND", Node::Kind::all, &Parser::one); }
    Node joined(std::size_t depth, std::string_view word, Node::Kind kind,
                Node (Parser::*next)(std::size_t)) {
        Node node;
        node.kind = kind;
        do {
            node.children.push_back((this->*next)(depth));
        } while (take_word(word));
        return node;
    }

    Node one(std::size_t depth) {
        if (depth > depth_max) fail("is nested too deeply");
        skip_spaces();
        if (take_word("NOT") || take("-")) {
            Node node;
            node.kind = Node::Kind::none;
            node.children.push_back(one(depth + 1));
            return node;
        }
        if (!take("(")) return term();
        auto node = any(depth + 1);
        skip_spaces();
        if (!take(")")) fail("expected )");
        return node;
    }

    Node term() {
        Node node;
        node.field = plain(":<>= ()[]{}\"");
        if (node.field == "*" && (at_ == text_.size() || text_[at_] == ' ' || text_[at_] == ')'))
            return node;
        if (node.field.empty()) fail("expected a field such as thingName or attributes.model");
        node.kind = Node::Kind::term;
        skip_spaces();
        if (take(":"))
            match(node);
        else
            limit(node);
        if (node.field.ends_with(".inViolation") && node.pattern == "false")
            fail("inViolation:false is no valid query");
        return node;
    }

    void match(Node& node) {
        skip_spaces();
        const bool includes = take("[");
        if (!includes && !take("{")) {
            node.pattern = value();
            return;
        }
        node.low = value();
        if (!take_word("TO")) fail("expected TO");
        skip_spaces();
        node.high = value();
        node.is_low_in = node.is_high_in = includes;
        skip_spaces();
        if (!take(includes ? "]" : "}")) fail("expected the end of the range");
    }

    void limit(Node& node) {
        const bool is_low = take(">");
        if (!is_low && !take("<")) fail("expected :, >, >=, < or <=");
        const bool includes = take("=");
        skip_spaces();
        (is_low ? node.low : node.high) = value();
        (is_low ? node.is_low_in : node.is_high_in) = includes;
    }

    std::string value() {
        if (take("\"")) {
            const auto end = text_.find('"', at_);
            if (end == std::string_view::npos) fail("expected \"");
            const std::string quoted(text_.substr(at_, end - at_));
            at_ = end + 1;
            return quoted;
        }
        auto value = plain(" ()[]{}\"");
        if (value.empty()) fail("expected a value");
        return value;
    }

    /// What comes before any of these; a backslash takes the character behind it as it is.
    std::string plain(std::string_view stops) {
        std::string text;
        for (; at_ < text_.size() && stops.find(text_[at_]) == std::string_view::npos; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            text += text_[at_];
        }
        return text;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

IndexQuery::IndexQuery(std::string_view text)
    : root_(std::make_unique<Node>(Parser(text).parse())) {}
IndexQuery::~IndexQuery() = default;

bool IndexQuery::matches(const FieldReader& fields) const { return holds(*root_, fields); }

}  // namespace engine
