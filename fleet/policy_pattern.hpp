// A text of a policy – a resource or a condition's value – compiled once: literals, wildcards and
// variables told apart, so that matching allocates nothing and a substituted value can never act as
// a wildcard (docs/policy-semantics §3, §4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/policy_variables.hpp"

namespace fleet {

class PolicyPattern {
  public:
    enum class Wildcards : std::uint8_t { speak, are_text };
    enum class Letters : std::uint8_t { as_they_are, in_either_case };

    PolicyPattern(std::string_view text, Wildcards wildcards,
                  Letters letters = Letters::as_they_are);

    /// Does it match the whole of `text`? Never while one of its variables stands for nothing.
    bool matches(std::string_view text, const Requester& requester) const;
    /// The text with its variables filled in; nullopt when one stands for nothing. Only for
    /// Wildcards::are_text.
    std::optional<std::string> expand(const Requester& requester) const;
    bool has_variables() const { return !variables_.empty(); }
    bool uses(PolicyVariable::Kind kind) const;

  private:
    static constexpr std::size_t nowhere = std::string_view::npos;

    struct Item {
        enum class Kind : std::uint8_t { literal, any_character, variable };
        Kind kind;
        std::uint32_t begin = 0;  // of the literal in literals_, or the variable's index
        std::uint32_t size = 0;
    };
    /// The items between two stars.
    struct Run {
        std::uint32_t begin;
        std::uint32_t end;
    };

    void compile(std::string_view text, Wildcards wildcards);
    std::size_t compile_variable(std::string_view text, std::size_t at);
    void add_literal(std::string_view text);
    void end_run();

    std::optional<std::string_view> text_of(const Item& item, const Requester& requester) const;
    bool stands_at(std::string_view text, std::size_t at, std::string_view part) const;
    std::size_t match_forwards(const Run& run, std::string_view text, std::size_t at,
                               const Requester& requester) const;
    std::size_t match_backwards(const Run& run, std::string_view text,
                                const Requester& requester) const;
    std::size_t find(const Run& run, std::string_view text, std::size_t from,
                     const Requester& requester) const;

    std::string literals_;
    std::vector<Item> items_;
    std::vector<Run> runs_;
    std::vector<PolicyVariable> variables_;
    Letters letters_;
};

}  // namespace fleet
