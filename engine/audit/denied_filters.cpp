// The second question is answered by example: topics within the denied area, and the wildcard
// filters that hear them.
#include "engine/audit/denied_filters.hpp"

#include <algorithm>
#include <array>

namespace engine {
namespace {

using Kind = PolicySign::Kind;

bool is_character(const PolicySign& sign, char32_t value) {
    return sign.kind == Kind::character && sign.character == value;
}

bool has_topic_wildcard(const PolicyText& rest) {
    return std::ranges::any_of(rest, [](const auto& sign) {
        return is_character(sign, U'+') || is_character(sign, U'#');
    });
}

/// Do the statement's resources cover the topic or filter?
bool speaks_of(const GrantStatement& statement, std::string_view type, const PolicyText& text) {
    const bool is_named = std::ranges::any_of(statement.resources, [&](const auto& resource) {
        return std::ranges::any_of(resource_rests(resource, type),
                                   [&](const auto& rest) { return covers(rest, text); });
    });
    return is_named != statement.is_not_resource;
}

/// As the device finds it at run time, whatever the conditions: a doubt is no misconfiguration.
bool is_allowed(const Grants& grants, std::string_view action, std::string_view type,
                const PolicyText& text) {
    bool is_allowed = false;
    for (const auto& statement : grants.statements()) {
        if (!statement.names(action) || !speaks_of(statement, type, text)) continue;
        if (!statement.is_allow) return false;
        is_allowed = true;
    }
    return is_allowed;
}

/// A filter that a policy spells out, as the topics it hears: + and # as runs of anything.
PolicyText heard_by(PolicyText filter) {
    for (auto& sign : filter)
        if (is_character(sign, U'+') || is_character(sign, U'#')) sign = {.kind = Kind::any_run};
    return filter;
}

/// Topics within the denied area: its own sample, and those it shares with what may be received
/// and with filters that may be subscribed to.
std::vector<PolicyText> topics_within(const PolicyText& area, const Grants& grants) {
    std::vector<PolicyText> topics{sample_of(area)};
    const auto share = [&](const GrantStatement& statement, std::string_view action,
                           std::string_view type) {
        if (!statement.names(action)) return;
        for (const auto& resource : statement.resources)
            for (auto& rest : resource_rests(resource, type))
                if (auto shared = meet(area, heard_by(std::move(rest))))
                    topics.push_back(std::move(*shared));
    };
    for (const auto& statement : grants.statements()) {
        if (!statement.is_allow || statement.is_not_resource) continue;
        share(statement, "iot:Receive", "topic");
        share(statement, "iot:Subscribe", "topicfilter");
    }
    return topics;
}

/// Filters with a wildcard that hear the topic: "#" behind each of its levels but the last, "+" for
/// each of them. A leading wildcard hears no topic that begins with $.
std::vector<PolicyText> filters_around(const PolicyText& topic) {
    std::vector<PolicyText> filters;
    const bool is_reserved = !topic.empty() && is_character(topic[0], U'$');
    const auto hash = policy_text("#"), plus = policy_text("+");
    auto begin = topic.begin();
    while (true) {
        const auto end =
            std::find_if(begin, topic.end(), [](const auto& s) { return is_character(s, U'/'); });
        if (begin != topic.begin() || !is_reserved) {
            for (const auto* wildcard : {&hash, &plus}) {
                PolicyText filter(topic.begin(), begin);
                filter.insert(filter.end(), wildcard->begin(), wildcard->end());
                if (wildcard == &plus) filter.insert(filter.end(), end, topic.end());
                filters.push_back(std::move(filter));
            }
        }
        if (end == topic.end()) return filters;
        begin = end + 1;
    }
}

bool is_got_around(const PolicyText& area, const Grants& grants) {
    for (const auto& topic : topics_within(area, grants)) {
        if (!is_allowed(grants, "iot:Receive", "topic", topic)) continue;
        const auto filters = filters_around(topic);
        if (std::ranges::any_of(filters, [&](const auto& filter) {
                return is_allowed(grants, "iot:Subscribe", "topicfilter", filter);
            }))
            return true;
    }
    return false;
}

}  // namespace

bool denies_topic_wildcards(const Grants& grants) {
    constexpr std::array<std::string_view, 3> actions{"iot:Subscribe", "iot:Publish",
                                                      "iot:Receive"};
    return std::ranges::any_of(grants.statements(), [&](const GrantStatement& statement) {
        // A NotResource names what stays allowed: there a filter is meant to the letter.
        if (statement.is_allow || statement.is_not_resource ||
            std::ranges::none_of(actions, [&](auto action) { return statement.names(action); }))
            return false;
        return std::ranges::any_of(statement.resources, [](const PolicyText& resource) {
            const auto names_wildcard = [&](std::string_view type) {
                return std::ranges::any_of(resource_rests(resource, type), has_topic_wildcard);
            };
            return names_wildcard("topic") || names_wildcard("topicfilter");
        });
    });
}

bool allows_filters_around_a_denial(const Grants& grants) {
    for (const auto& statement : grants.statements()) {
        if (statement.is_allow || statement.is_not_resource || !statement.names("iot:Subscribe"))
            continue;
        for (const auto& resource : statement.resources)
            for (const auto& area : resource_rests(resource, "topicfilter"))
                if (!has_topic_wildcard(area) && is_got_around(area, grants)) return true;
    }
    return false;
}

}  // namespace engine
