// Shared by the attacks that knock and are never let in: somebody retries with a certificate that
// the broker refuses.
#pragma once

#include "scenarios/cast.hpp"

namespace scenarios::attacks_table {

/// `actor` under the device's client id tries to connect with `credential` from begin to end, every
/// `every`.
inline void knock(const Engagement& engagement, Cast& cast, std::uint32_t device,
                  std::uint32_t credential) {
    const auto every = engagement.is_below_threshold ? fleet::Duration{std::chrono::minutes{10}}
                                                     : engagement.parameters.duration("every");
    const auto address = cast.dictionary().addresses.intern(cast.fleet().devices[device].address);
    const auto begin = engagement.begin, end = engagement.end;
    cast.add_actor(
        cast.client_id(device), {.credentials = {credential}},
        [=](std::uint32_t actor, const ActorState&, const Slot& slot, std::vector<Action>& out) {
            for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                out.push_back({.time = moment,
                               .actor = actor,
                               .kind = ActionKind::connect,
                               .credential = credential,
                               .address = address});
            });
        });
}

}  // namespace scenarios::attacks_table
