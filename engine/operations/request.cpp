#include "engine/operations/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

bool all_of_kind(const Json& value, bool (*is_kind)(const Json&)) {
    return value.is_array() && std::ranges::all_of(value, is_kind);
}

bool is_of(const Json& value, MemberType type) {
    switch (type) {
        case MemberType::text:
            return value.is_string();
        case MemberType::boolean:
            return value.is_boolean();
        case MemberType::count:
            return value.is_number_unsigned();
        case MemberType::time:
            return fleet::read_aws_time(value).has_value();
        case MemberType::texts:
            return all_of_kind(value, [](const Json& one) { return one.is_string(); });
        case MemberType::object:
            return value.is_object();
        case MemberType::objects:
            return all_of_kind(value, [](const Json& one) { return one.is_object(); });
    }
    return false;
}

std::string_view kind_name(MemberType type) {
    constexpr std::array<std::string_view, 7> names{
        "a text",          "true or false", "a whole number",   "a time in epoch seconds",
        "a list of texts", "an object",     "a list of objects"};
    return names[static_cast<std::size_t>(type)];
}

/// Where the next page begins, sealed with what is asked for but for how much of it at once.
std::string token_of(const Json& request, std::size_t begin) {
    auto asked = request;
    asked.erase("nextToken");
    asked.erase("maxResults");
    const std::vector<std::string> parts{fleet::to_line(asked), std::to_string(begin)};
    return fmt::format("{}-{}", begin, fleet::stable_id(parts));
}

}  // namespace

OperationResult succeeded(const Json& response) {
    return {.response = fleet::to_line(response), .code = {}, .http = 200, .message = {}};
}
OperationResult invalid_request(std::string message) {
    return {{}, "InvalidRequestException", 400, std::move(message)};
}
OperationResult resource_not_found(std::string message) {
    return {{}, "ResourceNotFoundException", 404, std::move(message)};
}
OperationResult already_exists(std::string message) {
    return {{}, "ResourceAlreadyExistsException", 409, std::move(message)};
}
OperationResult version_conflict(std::string message) {
    return {.code = "VersionConflictException", .http = 409, .message = std::move(message)};
}
OperationResult limit_exceeded(std::string message) {
    return {{}, "LimitExceededException", 410, std::move(message)};
}

std::optional<OperationResult> refuse_malformed(const Json& request,
                                                std::initializer_list<Member> members) {
    if (!request.is_object())
        return invalid_request(
            fmt::format("The request is {}, not an object.", fleet::kind_of(request)));
    std::vector<std::string> names;
    for (const auto& member : members) {
        names.emplace_back(member.name);
        const auto found = request.find(member.name);
        if (found == request.end()) {
            if (member.need == Need::required)
                return invalid_request(fmt::format("{} is required.", member.name));
        } else if (!is_of(*found, member.type)) {
            return invalid_request(fmt::format("{} must be {}, not {}.", member.name,
                                               kind_name(member.type), fleet::excerpt(*found)));
        }
    }
    for (const auto& [name, value] : request.items()) {
        if (std::ranges::find(names, name) == names.end())
            return invalid_request(
                fmt::format("Unknown member {}{}.", name, fleet::did_you_mean(name, names)));
    }
    return std::nullopt;
}

bool is_identifier(std::string_view text, std::size_t length_max, std::string_view others) {
    return !text.empty() && text.size() <= length_max && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

std::string text_of(const Json& request, std::string_view member) {
    const auto found = request.find(member);
    return found == request.end() ? std::string{} : found->get<std::string>();
}

bool is_wanted(const Json& request, std::string_view member) {
    const auto found = request.find(member);
    return found != request.end() && found->get<bool>();
}

std::optional<Page> page_of(const Json& request, std::size_t size, OperationResult& refusal) {
    constexpr std::size_t page_default = 25, page_max = 250;
    const auto count =
        request.contains("maxResults") ? request["maxResults"].get<std::size_t>() : page_default;
    if (count == 0 || count > page_max) {
        refusal = invalid_request(fmt::format("maxResults must be within 1 and {}.", page_max));
        return std::nullopt;
    }
    Page page;
    if (request.contains("nextToken")) {
        const auto token = text_of(request, "nextToken");
        const auto* const end = token.data() + token.size();
        const auto [rest, failed] = std::from_chars(token.data(), end, page.begin);
        if (failed != std::errc{} || token != token_of(request, page.begin)) {
            refusal = invalid_request("nextToken is none that was handed out for this request.");
            return std::nullopt;
        }
        page.begin = std::min(page.begin, size);  // what is listed may have become less
    }
    page.end = std::min(size, page.begin + count);
    if (page.end < size) page.next_token = token_of(request, page.end);
    return page;
}

OperationResult list_page(const Json& request, const char* member, std::size_t size,
                          const std::function<Json(std::size_t)>& item) {
    OperationResult refusal;
    const auto page = page_of(request, size, refusal);
    if (!page) return refusal;
    Json response;
    auto& items = response[member] = Json::array();
    for (auto i = page->begin; i < page->end; ++i) items.push_back(item(i));
    if (!page->next_token.empty()) response["nextToken"] = page->next_token;
    return succeeded(response);
}

}  // namespace engine
