// What a number may be: how expectations write counts and scores, 2, ">= 2", "1..3".
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "fleet/base/json.hpp"

namespace score {

struct Bound {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_low_open = false;   // "> 2"
    bool is_high_open = false;  // "< 2"
    bool operator==(const Bound&) const = default;

    bool contains(double value) const;
    /// Is any number of [least, most] in it?
    bool meets(double least, double most) const;
    /// Is any whole number from 0 in it?
    bool has_count() const;
};

/// A number, or a text "2", ">= 2", "> 2", "<= 2", "< 2", "1..3". nullopt for anything else, and
/// for a range that nothing can be in.
std::optional<Bound> read_bound(const fleet::Json& value);

/// "2..5" for the text "5..2", a range that was written the wrong way round; else empty.
std::string turned_round(const fleet::Json& value);

/// How many: "exactly 2", "at least 2", "no", "1 to 3".
std::string count_words(const Bound& bound);
/// How much: "2", "at least 0.9", "at most 0.01", "0.5 to 1".
std::string value_words(const Bound& bound);

}  // namespace score
