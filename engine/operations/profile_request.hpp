// What the operations on security profiles have in common: reading a request as a profile, finding
// one, its version, and how one is described.
#pragma once

#include <optional>
#include <string>

#include "engine/operations/request.hpp"

namespace engine {

/// The profile that `request`, in the form of CreateSecurityProfile, asks for; nullopt: `refusal`
/// says why not.
std::optional<SecurityProfile> read_profile_request(const AccountState& account,
                                                    const fleet::Json& request,
                                                    std::string_view operation,
                                                    OperationResult& refusal);
/// The profile that the member securityProfileName names; nullptr: there is none.
StoredProfile* profile_named_in(OperationContext& context, const fleet::Json& request);
/// The refusal of a request whose expectedVersion is not the profile's.
std::optional<OperationResult> refuse_version(const fleet::Json& request,
                                              const StoredProfile& profile);
/// What DescribeSecurityProfile answers.
fleet::Json description_of(const fleet::Inventory& inventory, const StoredProfile& profile);
/// {"name", "arn"}.
fleet::Json identifier_of(const fleet::Inventory& inventory, const StoredProfile& profile);
/// The tail of the target ARN that the request names; nullopt: it is of no target of this account.
std::optional<std::string> target_in(const OperationContext& context, const fleet::Json& request);
/// Puts the profile as it stands in force, on the targets it has.
void enforce(OperationContext& context, const StoredProfile& profile);

inline constexpr Member profile_name{"securityProfileName", MemberType::text, Need::required};
inline constexpr Member target_arn{"securityProfileTargetArn", MemberType::text, Need::required};
inline constexpr Member expected_version{"expectedVersion", MemberType::count};

}  // namespace engine
