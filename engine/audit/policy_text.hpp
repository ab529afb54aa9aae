// A text of a policy – a resource, an action – as a set of texts to reason about: does another lie
// within it, do two of them meet, what is left of it behind a given beginning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/inventory.hpp"

namespace engine {

struct PolicySign {
    enum class Kind : std::uint8_t {
        character,  // one code point
        any_one,    // ?
        any_run,    // *
        variable,   // ${…}: one and the same text wherever its name stands, not known here
    };
    Kind kind{};
    char32_t character = 0;
    std::string variable{};  // lower-case

    bool operator==(const PolicySign&) const = default;
};

/// Runs of wildcards are in a normal form: every ? before one *.
using PolicyText = std::vector<PolicySign>;

PolicyText policy_text(std::string_view text);
/// Is every text that `narrow` can stand for one of `wide`'s? Never wrong when it says yes.
bool covers(const PolicyText& wide, const PolicyText& narrow);
/// A text that both can stand for, its free characters filled with one that no policy holds.
std::optional<PolicyText> meet(const PolicyText& a, const PolicyText& b);
/// The text itself with its wildcards filled like that.
PolicyText sample_of(const PolicyText& text);
/// Everything that can be left of `text` once it has matched `prefix`.
std::vector<PolicyText> rests_behind(const PolicyText& text, std::string_view prefix);

/// What a resource says behind "arn:…:TYPE/", for an ARN of the IoT service; behind "arn:…:" for
/// an empty type. A wildcard that swallows the type leaves itself. Empty: it names none of the
/// type. Region and account are ignored, or must be those of `account` if one is given.
std::vector<PolicyText> resource_rests(const PolicyText& resource, std::string_view type,
                                       const fleet::Account* account = nullptr);

}  // namespace engine
