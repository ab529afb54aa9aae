// The section `account`.
#include "scenarios/shape_parts.hpp"

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

Shape role() {
    const auto documents = [] { return fleet::array_shape(fleet::file_or_object_shape()); };
    const auto with_trust = [&](std::string title, std::string key) {
        return fleet::object_shape(
            std::move(title), "An IAM role that the service may assume.",
            {required(std::move(key), fleet::file_or_object_shape(), "who may assume it"),
             optional("policies", documents(), "[]", "what it may do"),
             optional("attachedPolicies",
                      fleet::map_shape(fleet::iam_policy_form, fleet::file_or_object_shape()), "{}",
                      "managed policies it attaches, by name"),
             optional("servicesLastAccessed",
                      fleet::map_shape(fleet::service_form, text(fleet::moment_form)), "{}",
                      "when it last used a service, not after the start, by the service's prefix "
                      "in actions")});
    };
    return fleet::by_key_shape({"assumeRolePolicyDocument", "trust"},
                               {with_trust("role in AWS's words", "assumeRolePolicyDocument"),
                                with_trust("role", "trust")});
}

Shape role_alias() {
    return fleet::object_shape(
        "role alias", "A name under which devices may take an IAM role.",
        {required("role", text(fleet::role_name_form), "name of a role of this account"),
         optional("credentialDurationSeconds", fleet::integer_shape(900, 43'200), "3600",
                  "how long its credentials are valid")});
}

Shape identity_pool() {
    auto connection = fleet::object_shape(
        "connection", "An identity of the pool was connected to the broker.",
        {required("at", text(fleet::moment_form), "when it connected, mostly before the start"),
         optional("for", text(fleet::positive_duration_form), "\"1h\"", "how long it stayed"),
         optional("identity", fleet::word_shape({"authenticated", "unauthenticated"}),
                  "\"unauthenticated\"", "whether it had signed in")});
    return fleet::object_shape(
        "identity pool", "A Cognito identity pool.",
        {optional("authenticatedRole", text(fleet::role_name_form), "",
                  "role of those who signed in, by name; without it none"),
         optional("unauthenticatedRole", text(fleet::role_name_form), "",
                  "role of guests, by name; without it none"),
         optional("connections", fleet::array_shape(std::move(connection)), "[]",
                  "who was connected; without one no audit looks at the pool")});
}

}  // namespace

Shape account_shape() {
    const auto level = [] {
        return fleet::word_shape({"DEBUG", "INFO", "ERROR", "WARN", "DISABLED"});
    };
    auto logging = fleet::object_shape(
        "logging", "What the account logs, as SetV2LoggingOptions says it.",
        {optional("configured", fleet::boolean_shape(), "true",
                  "false: it was never called, and nothing else here counts"),
         optional("roleArn", text(fleet::role_arn_form), "\"\"",
                  "role that writes the logs; when empty, AWSIoTLogging"),
         optional("defaultLogLevel", level(), "\"ERROR\"", "what is logged"),
         optional("disableAllLogs", fleet::boolean_shape(), "false", "nothing at all")});
    auto first_logging = fleet::object_shape(
        "loggingV1", "What the account logs, as the older SetLoggingOptions says it.",
        {optional("roleArn", text(fleet::role_arn_form), "\"\"",
                  "role that writes the logs; when empty, AWSIoTLogging"),
         required("logLevel", level(), "what is logged")});
    return fleet::object_shape(
        "account", "The AWS account the fleet belongs to.",
        {optional("id", text(fleet::account_id_form), "\"123456789012\"", "account id"),
         optional("region", text(fleet::region_form), "\"us-east-1\"", "region in every ARN"),
         optional("logging", std::move(logging), "{}", "logging options"),
         optional("loggingV1", std::move(first_logging), "",
                  "the older logging options; without it they were never set"),
         optional("roles", fleet::map_shape(fleet::role_name_form, role()), "{}",
                  "IAM roles by name; they add to AWSIoTDeviceDefenderAudit, "
                  "AWSIoTDeviceDefenderNotification and AWSIoTLogging, or replace them"),
         optional("roleAliases", fleet::map_shape(fleet::role_alias_form, role_alias()), "{}",
                  "role aliases by name"),
         optional("identityPools", fleet::map_shape(fleet::identity_pool_form, identity_pool()),
                  "{}", "Cognito identity pools by name"),
         optional("getStarted", fleet::boolean_shape(), "false",
                  "what the console's Get started with Device Defender does: all checks, and the "
                  "daily audit AWSIoTDeviceDefenderDailyAudit")});
}

}  // namespace scenarios
