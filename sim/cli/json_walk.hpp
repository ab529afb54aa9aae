// Steps through the text of JSON with comments, value by value.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cli {

/// An element of a list, or a member of an object from its key on.
struct JsonPart {
    std::string_view key;  // as it is written; empty in a list
    std::size_t begin = 0, value = 0, end = 0;
    std::optional<std::size_t> comma;  // behind it
};

/// Of a text that is known to be well formed.
class JsonWalk {
  public:
    explicit JsonWalk(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }
    bool is_at_end() const { return at_ >= text_.size(); }
    char next() const { return text_[at_]; }
    void step() { ++at_; }
    /// Past blanks, line ends and comments.
    void skip_space();
    /// Past a string that begins here; what it says, as it is written.
    std::string_view string();
    /// Past whatever begins here.
    void value();
    /// What is in the list or the object that begins here.
    std::vector<JsonPart> parts();

  private:
    void word();
    JsonPart part(bool has_key);

    std::string_view text_;
    std::size_t at_;
};

}  // namespace cli
