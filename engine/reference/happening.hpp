// What befell one thing, as texts and numbers: the list that the reference counts in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/reference/reference.hpp"
#include "fleet/observation.hpp"

namespace reference {

struct Happening {
    fleet::Time time;
    fleet::ObservationKind kind{};
    fleet::Reason reason{};
    std::uint32_t connection = 0;
    std::string topic;    // empty: none
    std::string address;  // empty: none
    std::uint64_t count = 1;
    std::uint64_t bytes_min = 0, bytes_max = 0, bytes_sum = 0;
};

/// By thing: every registered thing, and every client id that was seen.
using Happenings = std::map<std::string, std::vector<Happening>>;

Happenings happenings_of(const World& world);

/// Traffic of Device Defender itself (docs/detect-semantics §3.4).
bool is_of_defender(const std::string& topic);
/// Does an activity of the thing show in it (§5.1)?
bool is_activity(const Happening& happening);
/// Is a topic what the behaviour looks at (§4.9)?
bool is_in_scope(const Behavior& behavior, const std::string& topic, const std::string& thing);

}  // namespace reference
