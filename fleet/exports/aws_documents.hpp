// The answers of AWS that somebody saved as files: which call one is the answer to, told by its
// members, and by its file's name only where those do not tell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/exports/export_files.hpp"

namespace fleet::exports {

enum class AwsAnswer : std::uint8_t {
    none,    // of no call that we know
    passed,  // of a call that no check asks for
    list_certificates,
    list_ca_certificates,
    describe_certificate,
    describe_ca_certificate,
    list_things,
    list_thing_principals,
    list_policies,
    get_policy,
    get_policy_version,
    list_role_aliases,
    describe_role_alias,
    get_v2_logging_options,
    get_logging_options,
    list_identity_pools,
    get_identity_pool_roles,
    get_account_authorization_details,
    get_role,
    get_role_policy,
    list_attached_role_policies,
    get_service_last_accessed_details
};

/// `name` is the file's, within the export.
AwsAnswer answer_of(const Json& root, std::string_view name);
/// Does the answer say that it is not the last page of a list?
bool has_next_page(const Json& root);
/// Is the file of this name meant to be the description of one certificate?
bool is_description_of_certificate(std::string_view name);
/// The last part of a name without its ending: of what the answer is, where it does not say so
/// itself ("list-thing-principals/pump-1.json").
std::string subject_of(std::string_view name);

/// One JSON text of a file, and the line at which it begins.
struct AwsText {
    std::string_view text;
    int line = 1;
};
/// A file may hold several answers, one after the other, as a loop appends them: each ends with a
/// brace at the beginning of a line, or is a line of its own.
std::vector<AwsText> texts_in(std::string_view file);

/// IAM's own answers have documents in URL encoding; others are returned as they are.
std::string decoded_document(std::string text);

}  // namespace fleet::exports
