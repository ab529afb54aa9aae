// Shape of a request: which members it may have, of which type; checked before an operation reads
// any of them.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "engine/operations/operation.hpp"
#include "fleet/base/json.hpp"

namespace engine {

enum class MemberType : std::uint8_t { text, boolean, count, time, texts, object, objects };
enum class Need : std::uint8_t { required, optional };

struct Member {
    std::string_view name;
    MemberType type{};
    Need need = Need::optional;
};

/// The refusal of a request that is no object, lacks a member, or has one that is unknown (the
/// nearest word is named) or of the wrong type. nullopt: every listed member may be read.
std::optional<OperationResult> refuse_malformed(const fleet::Json& request,
                                                std::initializer_list<Member> members);

/// Does a text have 1 to `length_max` characters, all of them letters, digits or one of `others`?
bool is_identifier(std::string_view text, std::size_t length_max, std::string_view others = "_-");

/// The member's text, or an empty one where it is absent.
std::string text_of(const fleet::Json& request, std::string_view member);
/// A boolean member; false when it is absent.
bool is_wanted(const fleet::Json& request, std::string_view member);

/// Paging, as every list operation has it: which part of `size` items a request asks for.
struct Page {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string next_token;  // empty on the last page
};
/// Reads maxResults (1 … 250, default 25) and nextToken; `refusal` when one is neither. A token
/// goes on with the request that it was handed out for, and with no other.
std::optional<Page> page_of(const fleet::Json& request, std::size_t size, OperationResult& refusal);
inline constexpr Member max_results{"maxResults", MemberType::count};
inline constexpr Member next_token{"nextToken", MemberType::text};

/// {MEMBER: [items of the page…], "nextToken"?}; `item` makes the JSON of one index.
OperationResult list_page(const fleet::Json& request, const char* member, std::size_t size,
                          const std::function<fleet::Json(std::size_t)>& item);

}  // namespace engine
