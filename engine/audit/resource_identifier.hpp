// How a request names the resource of a finding: {"deviceCertificateId": "…"}, for a policy version
// {"policyVersionIdentifier": {"policyName": "…", "policyVersionId": "…"}}.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// Members flattened, as in Resource::identifier, in the order of the request.
using ResourceIdentifier = std::vector<std::pair<std::string, std::string>>;

/// Reads an identifier whose members have the forms that the API gives them. Puts what is wrong, as
/// a sentence, into `problem`; empty when nothing is.
ResourceIdentifier read_resource_identifier(const fleet::Json& given, std::string& problem);
/// Does `given` name this resource: is there something in it, and does the resource have all of it?
bool names(const ResourceIdentifier& given, const Resource& resource);
/// As the API writes it, the members of a policy version or an issuer nested.
fleet::Json identifier_json(const ResourceIdentifier& identifier);

}  // namespace engine
