// Queries of Fleet Indexing over things, as far as they are about fields: terms, wildcards, ranges,
// comparisons, AND, OR, NOT and parentheses.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// The values of a field of the thing at hand; none where it has no such field.
using FieldReader = std::function<std::vector<std::string>(std::string_view field)>;

class IndexQuery {
  public:
    /// Raises Error with what is wrong and where.
    explicit IndexQuery(std::string_view text);
    ~IndexQuery();

    bool matches(const FieldReader& fields) const;

    struct Node;

  private:
    std::unique_ptr<Node> root_;
};

}  // namespace engine
