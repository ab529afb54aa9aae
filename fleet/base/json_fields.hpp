// The members of a JSON object by name and type; what is missing or of another type becomes a
// problem with its place, and a harmless value, so that one pass finds everything that is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace fleet {

/// A view of one object: document and problems must outlive it. Members it is not asked for are
/// ignored, because AWS's shapes grow.
class Fields {
  public:
    /// Looks at `value`, which stands at `path` in `document`.
    Fields(const Document& document, const Json& value, std::string path, Problems& problems);
    Fields(const Document& document, Problems& problems);  // the root

    std::string text(std::string_view key) const;
    std::string text_or(std::string_view key, std::string_view otherwise) const;
    bool flag_or(std::string_view key, bool otherwise) const;
    /// A whole number from 0 to `most`.
    std::uint64_t whole_number_or(std::string_view key, std::uint64_t otherwise,
                                  std::uint64_t most) const;
    /// AWS's form, epoch seconds.
    Time time(std::string_view key) const;
    std::optional<Time> time_if_any(std::string_view key) const;
    /// As read_exported_time has it: what the AWS CLI printed.
    std::optional<Time> exported_time_if_any(std::string_view key) const;
    /// A policy document: a text, or the document itself, which is then written compactly.
    std::string document_text(std::string_view key) const;
    /// The member as an object; an empty one when it is missing.
    Fields object(std::string_view key) const;
    /// The elements of a list, each as an object; none when it is missing.
    std::vector<Fields> objects(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    /// The members of the object whose values are texts, in the order of the file.
    std::vector<std::pair<std::string, std::string>> all_texts() const;

    bool has(std::string_view key) const { return find(key) != nullptr; }
    /// `message` about the member `key`, or about the object itself when `key` is empty.
    void problem(std::string_view key, std::string message) const;

  private:
    const Json* find(std::string_view key) const;
    const Json* array(std::string_view key) const;
    void expected(std::string_view key, std::string_view what) const;

    const Document* document_;
    const Json* value_;  // null: the object is missing
    std::string path_;
    Problems* problems_;
};

}  // namespace fleet
