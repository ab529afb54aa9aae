// Verdicts as rows: the document's statements in short, who asks, what for, the answer.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "fleet/policy.hpp"

namespace fleet::cases {

inline constexpr std::string_view arn = "arn:aws:iot:us-east-1:123456789012:";

inline std::string full(std::string_view tail) {
    return tail.starts_with("=") ? std::string(tail.substr(1)) : fmt::format("{}{}", arn, tail);
}

/// "+iot:Publish topic/a" allows, "-…" denies; "!" before action or resource negates it; a resource
/// after "=" is taken as it stands.
inline PolicyStatement statement(std::string_view text) {
    PolicyStatement result;
    result.is_allow = text[0] == '+';
    const auto space = text.find(' ');
    auto action = text.substr(1, space - 1), resource = text.substr(space + 1);
    if ((result.is_not_action = action.starts_with('!'))) action.remove_prefix(1);
    if ((result.is_not_resource = resource.starts_with('!'))) resource.remove_prefix(1);
    result.actions = {std::string(action)};
    result.resources = {full(resource)};
    return result;
}

inline Requester pump() {
    static const Attributes attributes{{"site", "north"}, {"wild", "a*"}};
    static const DistinguishedName subject{{"CommonName", "pump-1.example"},
                                           {"OrganizationalUnit", "one"},
                                           {"OrganizationalUnit", "two"},
                                           {"Country", "a*"}};
    static const DistinguishedName issuer{{"CommonName", "plant CA"}};
    Requester requester;
    requester.client_id = "pump-1";
    requester.source_ip = "10.20.0.1";
    requester.certificate_id = "c0ffee";
    requester.certificate_subject = &subject;
    requester.certificate_issuer = &issuer;
    requester.thing_is_attached = true;
    requester.thing_name = "pump-1";
    requester.thing_type_name = "pump";
    requester.thing_attributes = &attributes;
    return requester;
}

inline Verdict judge(const std::vector<std::string_view>& statements, std::string_view action,
                     std::string_view resource, const Requester& requester = pump(),
                     bool retain = false) {
    PolicyDocument document;
    for (const auto text : statements) document.statements.push_back(statement(text));
    const PolicyDocument* const policies[] = {&document};
    const auto asked = full(resource);
    return evaluate(policies, requester, {.action = action, .resource = asked, .retain = retain});
}

struct Case {
    std::vector<std::string_view> statements;
    std::string_view action;
    std::string_view resource;
    std::string_view decision;
};

inline void expect(const std::vector<Case>& cases, const Requester& requester = pump()) {
    for (const auto& row : cases) {
        const auto verdict = judge(row.statements, row.action, row.resource, requester);
        EXPECT_EQ(name_of(verdict.decision), row.decision)
            << (row.statements.empty() ? "nothing" : row.statements[0]) << " asked " << row.action
            << " " << row.resource;
    }
}

inline constexpr std::string_view allowed = "ALLOWED", denied = "EXPLICIT_DENY",
                                  silent = "IMPLICIT_DENY";

}  // namespace fleet::cases
