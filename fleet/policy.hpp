// IoT policy documents as parsed values, and their evaluation: explicit deny over allow over
// implicit deny (docs/policy-semantics.md). Shared by the broker's tap, the broker in memory, and
// the audit checks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/inventory.hpp"

namespace fleet {

/// One condition entry: operator (with its ForAllValues:/ForAnyValue: prefix and IfExists suffix
/// taken apart), key, values.
struct PolicyCondition {
    enum class Quantifier : std::uint8_t { single, for_all_values, for_any_value };
    Quantifier quantifier = Quantifier::single;
    bool if_exists = false;
    std::string operation;  // "StringEquals", "Bool", "IpAddress", …
    std::string key;
    std::vector<std::string> values;
};

struct PolicyStatement {
    bool is_allow = false;
    bool is_not_action = false;    // actions come from NotAction
    bool is_not_resource = false;  // resources come from NotResource
    std::string sid;
    std::vector<std::string> actions;
    std::vector<std::string> resources;
    std::vector<PolicyCondition> conditions;
};

struct PolicyDocument {
    std::vector<PolicyStatement> statements;
};

/// Parses a policy document. Anything that cannot be judged (a CloudFormation function where a text
/// is due, an empty Resource list, an unknown condition operator, …) is a problem with its path,
/// never "allows nothing". `base` is the JSON path of the document within `source`.
std::optional<PolicyDocument> parse_policy(const Json& document, const Document& source,
                                           std::string_view base, Problems& problems);
/// Parses from text; raises Error naming `name`.
PolicyDocument parse_policy_text(std::string_view text, const std::string& name);

/// The same for a policy of an IAM role, which may be longer: 10,240 bytes without white space.
PolicyDocument parse_role_policy_text(std::string_view text, const std::string& name);

enum class PolicyAction : std::uint8_t { connect, publish, subscribe, receive, retain_publish };
/// "iot:Connect", …
std::string_view name_of(PolicyAction action);

enum class Decision : std::uint8_t { allowed, explicit_deny, implicit_deny };
/// "ALLOWED", "EXPLICIT_DENY", "IMPLICIT_DENY".
std::string_view name_of(Decision decision);

/// Who asks. Views must outlive the call.
struct Requester {
    std::string_view client_id;
    std::string_view source_ip;                              // empty: unknown
    std::string_view certificate_id;                         // 64 hex; empty: unknown
    const DistinguishedName* certificate_subject = nullptr;  // null: unknown
    const DistinguishedName* certificate_issuer = nullptr;
    // Thing variables exist only when the certificate is attached to a thing whose name equals the
    // client id.
    bool thing_is_attached = false;
    std::string_view thing_name;
    std::string_view thing_type_name;
    const Attributes* thing_attributes = nullptr;
    std::vector<std::string_view> connect_attributes;  // "LastWill", "PersistentConnect"
    std::string_view last_will_topic;                  // resource ARN; empty: none
};

/// What is asked: an action on an ARN ("arn:aws:iot:us-east-1:123456789012:topic/a/b").
struct PolicyRequest {
    std::string_view action;  // "iot:Publish"
    std::string_view resource;
    bool retain = false;  // a retained publish needs iot:RetainPublish as well
};

struct Verdict {
    Decision decision = Decision::implicit_deny;
    std::size_t policy = 0;     // index of the deciding document; meaningless for implicit_deny
    std::size_t statement = 0;  // index of the deciding statement in it
};

/// The decision over the union of `policies`. Pure.
Verdict evaluate(std::span<const PolicyDocument* const> policies, const Requester& requester,
                 const PolicyRequest& request);

}  // namespace fleet
