// Which answer tells of what.
#include "fleet/exports/aws_draft.hpp"

namespace fleet::exports {

void AwsAccount::take(AwsAnswer kind, const Fields& answer, const std::string& file) const {
    const auto subject = subject_of(file);
    switch (kind) {
        using enum AwsAnswer;
        case none:
        case passed:
            return;
        case list_certificates:
            return certificates.list(answer, false);
        case list_ca_certificates:
            return certificates.list(answer, true);
        case describe_certificate:
            return certificates.describe(answer, false, file);
        case describe_ca_certificate:
            return certificates.describe(answer, true, file);
        case list_things:
            for (const auto& thing : answer.objects("things")) certificates.list_thing(thing);
            return;
        case list_thing_principals:
            return certificates.list_principals(answer, subject);
        case list_policies:
            return authorization.list_policies(answer);
        case get_policy:
            return authorization.get_policy(answer, false);
        case get_policy_version:
            return authorization.get_policy(answer, true);
        case list_role_aliases:
            return authorization.list_role_aliases(answer);
        case describe_role_alias:
            return authorization.describe_role_alias(answer);
        case get_v2_logging_options:
            return authorization.logging(answer, true);
        case get_logging_options:
            return authorization.logging(answer, false);
        case list_identity_pools:
            return authorization.list_identity_pools(answer);
        case get_identity_pool_roles:
            return authorization.identity_pool_roles(answer);
        case get_account_authorization_details:
            return authorization.authorization_details(answer);
        case get_role:
            return authorization.get_role(answer);
        case get_role_policy:
            return authorization.get_role_policy(answer);
        case list_attached_role_policies:
            return authorization.attached_role_policies(answer, subject);
        case get_service_last_accessed_details:
            return authorization.last_accessed(answer, subject);
    }
}

}  // namespace fleet::exports
