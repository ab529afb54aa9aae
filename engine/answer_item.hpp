// One item of an answer of AWS, and where it stands: what is wrong with it is told with its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// Of a member that is missing or of another kind it says so and gives an empty value.
class AnswerItem {
  public:
    /// `document`, `value` within it and `problems` outlive the object.
    AnswerItem(const fleet::Document& document, const fleet::Json& value, std::string path,
               fleet::Problems& problems)
        : document_(document), value_(value), path_(std::move(path)), problems_(problems) {}

    const fleet::Json& value() const { return value_; }
    const std::string& path() const { return path_; }
    /// nullptr when there is none, which is no problem.
    const fleet::Json* member(std::string_view key) const;
    bool has(std::string_view key) const { return member(key) != nullptr; }
    std::string text(std::string_view key) const;
    fleet::Time time(std::string_view key) const;
    AnswerItem object(std::string_view key) const;
    /// These three may be absent: no text, false, 0.
    std::string text_or_nothing(std::string_view key) const;
    bool is_true(std::string_view key) const;
    std::uint64_t count(std::string_view key) const;

    /// The member is missing, or not what was expected.
    void complain(std::string_view key, std::string_view expected) const;
    void add(const std::string& path, std::string message) const;

  private:
    const fleet::Document& document_;
    const fleet::Json& value_;
    std::string path_;
    fleet::Problems& problems_;
};

}  // namespace engine
