#include "fleet/exports/aws_documents.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace fleet::exports {
namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Does the ARN of a certificate say that it is a CA's? Nothing, when there is none.
bool is_of_ca(const Json& certificate, bool otherwise) {
    if (!certificate.is_object() || !certificate.contains("certificateArn")) return otherwise;
    const auto& arn = certificate["certificateArn"];
    return arn.is_string() && contains(arn.get_ref<const std::string&>(), ":cacert/");
}

bool is_called_like_ca(std::string_view name) { return contains(name, "ca-certificate"); }

AwsAnswer list_answer(const Json& root, std::string_view name) {
    const auto& listed = root["certificates"];
    const bool is_ca = listed.empty() || !listed.is_array()
                           ? is_called_like_ca(name)
                           : is_of_ca(listed.front(), is_called_like_ca(name));
    return is_ca ? AwsAnswer::list_ca_certificates : AwsAnswer::list_certificates;
}

AwsAnswer description_answer(const Json& root, std::string_view name) {
    return is_of_ca(root["certificateDescription"], is_called_like_ca(name))
               ? AwsAnswer::describe_ca_certificate
               : AwsAnswer::describe_certificate;
}

AwsAnswer policies_answer(std::string_view name) {
    // Of one target: not all there are.
    return contains(name, "attached") ? AwsAnswer::passed : AwsAnswer::list_policies;
}

/// Answers without a member: an account that has configured nothing.
AwsAnswer empty_answer(std::string_view name) {
    if (contains(name, "get-v2-logging-options")) return AwsAnswer::get_v2_logging_options;
    if (contains(name, "get-logging-options")) return AwsAnswer::get_logging_options;
    return AwsAnswer::none;
}

struct Mark {
    const char* member;
    AwsAnswer answer;
};

/// What one member alone tells, in the order in which they are looked for.
constexpr std::array marks{
    Mark{"roleAliasDescription", AwsAnswer::describe_role_alias},
    Mark{"roleAliases", AwsAnswer::list_role_aliases},
    Mark{"principals", AwsAnswer::list_thing_principals},
    Mark{"defaultLogLevel", AwsAnswer::get_v2_logging_options},
    Mark{"disableAllLogs", AwsAnswer::get_v2_logging_options},
    Mark{"logLevel", AwsAnswer::get_logging_options},
    Mark{"IdentityPools", AwsAnswer::list_identity_pools},
    Mark{"IdentityPoolId", AwsAnswer::get_identity_pool_roles},
    Mark{"RoleDetailList", AwsAnswer::get_account_authorization_details},
    Mark{"Policies", AwsAnswer::get_account_authorization_details},
    Mark{"Role", AwsAnswer::get_role},
    Mark{"AttachedPolicies", AwsAnswer::list_attached_role_policies},
    Mark{"ServicesLastAccessed", AwsAnswer::get_service_last_accessed_details},
    Mark{"policyVersions", AwsAnswer::passed},
    Mark{"targets", AwsAnswer::passed},
    Mark{"thingGroups", AwsAnswer::passed},
    Mark{"PolicyNames", AwsAnswer::passed},
};

}  // namespace

AwsAnswer answer_of(const Json& root, std::string_view name) {
    if (!root.is_object()) return AwsAnswer::none;
    if (root.empty()) return empty_answer(name);
    if (root.contains("certificateDescription")) return description_answer(root, name);
    // What is called a list and is none is refused by whoever reads the answer.
    if (root.contains("certificates")) return list_answer(root, name);
    if (root.contains("policies")) return policies_answer(name);
    if (const auto things = root.find("things"); things != root.end())
        return !things->is_array() || things->empty() || things->front().is_object()
                   ? AwsAnswer::list_things
                   : AwsAnswer::passed;
    if (root.contains("policyDocument"))
        return root.contains("policyVersionId") ? AwsAnswer::get_policy_version
                                                : AwsAnswer::get_policy;
    if (root.contains("RoleName") && root.contains("PolicyDocument"))
        return AwsAnswer::get_role_policy;
    const auto mark =
        std::ranges::find_if(marks, [&](const Mark& one) { return root.contains(one.member); });
    return mark == marks.end() ? AwsAnswer::none : mark->answer;
}

bool has_next_page(const Json& root) {
    if (!root.is_object()) return false;
    return std::ranges::any_of(std::array{"nextMarker", "nextToken", "NextToken", "Marker"},
                               [&](const char* member) {
                                   const auto found = root.find(member);
                                   return found != root.end() && found->is_string() &&
                                          !found->get_ref<const std::string&>().empty();
                               });
}

bool is_description_of_certificate(std::string_view name) {
    return contains(name, "describe-certificate") || contains(name, "describe-ca-certificate");
}

std::string subject_of(std::string_view name) {
    name.remove_prefix(std::min(name.rfind('/') + 1, name.size()));
    return std::string(name.substr(0, name.rfind('.')));
}

std::vector<AwsText> texts_in(std::string_view file) {
    std::vector<AwsText> texts;
    std::size_t begin = 0;
    int line = 1, first_line = 1;
    for (std::size_t at = 0; at < file.size(); ++line) {
        const auto end = std::min(file.find('\n', at), file.size());
        auto row = file.substr(at, end - at);
        if (row.ends_with('\r')) row.remove_suffix(1);
        const bool is_whole = at == begin && row.starts_with('{') && row.ends_with('}');
        at = std::min(end + 1, file.size());
        if (!is_whole && row != "}" && row != "]") continue;
        texts.push_back({file.substr(begin, at - begin), first_line});
        begin = at;
        first_line = line + 1;
    }
    const auto rest = file.substr(begin);
    if (texts.empty() || rest.find_first_not_of(" \t\r\n") != std::string_view::npos)
        texts.push_back({rest, first_line});
    return texts;
}

std::string decoded_document(std::string text) {
    if (!text.starts_with("%7B") && !text.starts_with("%7b")) return text;
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        const auto* const digits = text.data() + i + 1;
        const bool is_escaped = text[i] == '%' && i + 2 < text.size() &&
                                std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        decoded += is_escaped ? static_cast<char>(byte) : text[i];
        if (is_escaped) i += 2;
    }
    return decoded;
}

}  // namespace fleet::exports
