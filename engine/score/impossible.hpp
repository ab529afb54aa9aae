// How an expectation that nothing can meet is told, and what an entry names that it may hang on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/score/expectations.hpp"

namespace score {

/// The one value that an entry names of a field; null where it names none or several.
const std::string* wanted(const Entry& entry, std::string_view field);
/// What "match" of an entry names at a key; null where it does not.
const fleet::Json* matched(const Entry& entry, std::string_view key);
/// The same, where it is a text.
const std::string* matched_text(const Entry& entry, std::string_view key);

class Impossible {
  public:
    /// Both outlive the object.
    Impossible(const fleet::Document& scenario, fleet::Problems& problems)
        : scenario_(scenario), problems_(problems) {}

    /// `field` is the path within the entry; empty: the entry as a whole.
    void say(const Entry& entry, std::string_view field, const std::string& message,
             std::string_view consequence = "this can never be found") const;
    /// Says so with the nearest word unless `word` is one of `words`.
    void expect_among(const Entry& entry, std::string_view field, const std::string& word,
                      const std::vector<std::string>& words) const;

  private:
    const fleet::Document& scenario_;
    fleet::Problems& problems_;
};

}  // namespace score
