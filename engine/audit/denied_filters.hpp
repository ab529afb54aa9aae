// Whether what a policy denies stays denied: the two ways in which AWS finds policies that may be
// misconfigured (docs/audit-semantics §3.12).
#pragma once

#include "engine/audit/grants.hpp"

namespace engine {

/// Does a Deny of subscribing, publishing or receiving name + or # in a topic or topic filter,
/// where they are ordinary characters?
bool denies_topic_wildcards(const Grants& grants);

/// Is there a denied filter whose topics reach the device all the same, by a wildcard filter that
/// it may subscribe to, and that it may receive?
bool allows_filters_around_a_denial(const Grants& grants);

}  // namespace engine
