// What the checks of revoked authorities looked at, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/evidence.hpp"

namespace engine {

/// Of each authority, registered or known as an issuer only, with this id or subject: who issued
/// it, and what its issuer's revocation list says of it.
std::vector<std::string> explain_authority(const Evidence& evidence, std::string_view resource);

}  // namespace engine
