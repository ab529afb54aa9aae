// Accounts with one policy, or one role behind an alias or a pool: what the tests of the policy and
// role checks stand on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/service.hpp"

namespace support {

/// "arn:aws:iot:us-east-1:123456789012:" + tail
std::string iot_arn(std::string_view tail);
/// {"Effect": effect, "Action": action, "Resource": resource} and, if given, a Condition.
std::string statement(std::string_view effect, std::string_view action, std::string_view resource,
                      std::string_view condition = "");
/// A document of statements.
std::string document(std::initializer_list<std::string> statements);

FleetBuilder with_policy(std::string document);
/// A role alias "alias" and an identity pool "pool" with a connection an hour ago, both led to one
/// role with these documents.
FleetBuilder with_role_of(std::vector<std::string> documents,
                          std::vector<std::string> services_used = {});

/// What a check says of the document, put wherever the check looks.
engine::CheckResult judge(std::string_view check, const std::string& document,
                          std::vector<std::string> services_used = {});
std::vector<std::string> codes_in(const engine::CheckResult& result);
/// The actions that a reason lists: "[a, b]".
std::vector<std::string> actions_in(std::string_view reason);

}  // namespace support
