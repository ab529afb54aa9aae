// What the checks of revoked authorities looked at, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/evidence.hpp"

namespace engine {

/// What a revocation list says of the certificate with this serial, whose distribution point is
/// `named_url`, and why the audit does not believe it, if so.
std::string list_line(const Evidence& evidence, const fleet::RevocationList& list,
                      const fleet::Serial& serial, std::string_view named_url);

/// Of each authority, registered or known as an issuer only, with this id or subject: who issued
/// it, and what its issuer's revocation list says of it.
std::vector<std::string> explain_authority(const Evidence& evidence, std::string_view resource);

}  // namespace engine
