// Somebody holds a list of certificates with their keys, leaked from devices of the fleet, and
// tries one after the other under a device's client id, as Mirai did with its 62 passwords. Only
// pairs that the policies turn away are tried: one that opens is a stolen certificate.
#include <fmt/format.h>

#include <array>

#include "scenarios/attacks.hpp"
#include "scenarios/refusal.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "pairs",
                         .type = fleet::ParameterType::count,
                         .default_text = "62",
                         .meaning = "certificates on the list, as far as the fleet has so many",
                         .least = 1,
                         .most = 1000},
    fleet::ParameterCard{.name = "perMinute",
                         .type = fleet::ParameterType::count,
                         .default_text = "10",
                         .meaning = "attempts in a minute",
                         .least = 1,
                         .most = 600},
    fleet::ParameterCard{"from", fleet::ParameterType::address, "203.0.113.9",
                         "the guesser's address"},
};

/// Of the devices that follow `device`, round the fleet: who plays no other part, and may not
/// connect as `device`.
std::vector<std::uint32_t> pairs_against(const Engagement& engagement, Cast& cast,
                                         std::uint32_t device) {
    const auto& fleet = cast.fleet();
    const auto count = static_cast<std::uint32_t>(fleet.devices.size());
    std::vector<std::uint32_t> pairs;
    for (std::uint32_t step = 1; step < count; ++step) {
        const auto other = (device + step) % count;
        if (pairs.size() == engagement.parameters.count("pairs")) break;
        if (fleet.is_taken[other]) continue;
        if (cast.may_connect(other, cast.client_id(device), engagement.parameters.text("from")))
            continue;
        pairs.push_back(fleet.devices[other].credential);
    }
    if (!pairs.empty()) return pairs;
    refuse(engagement.where,
           fmt::format("{} needs a device that plays no other part and whose policy keeps it from "
                       "connecting as {}; there is none",
                       engagement.kind, cast.client_id(device)));
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto per_minute = static_cast<std::int64_t>(engagement.parameters.count("perMinute"));
    const auto every = engagement.is_below_threshold ? fleet::Duration{std::chrono::minutes{5}}
                                                     : fleet::Duration{60'000 / per_minute};
    const auto address = cast.dictionary().addresses.intern(engagement.parameters.text("from"));
    const auto begin = engagement.begin, end = engagement.end;
    for (const auto device : engagement.devices) {
        const auto pairs = pairs_against(engagement, cast, device);
        cast.add_actor(cast.client_id(device), {.credentials = pairs},
                       [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                           std::vector<Action>& out) {
                           for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                               const auto n = static_cast<std::size_t>((moment - begin) / every);
                               out.push_back({.time = moment,
                                              .actor = actor,
                                              .kind = ActionKind::connect,
                                              .credential = pairs[n % pairs.size()],
                                              .address = address});
                           });
                       });
        incident.actors.push_back("guesser at " + cast.thing(device));
    }
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high},
                       {"aws:num-authorization-failures", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack credential_guessing{
    .card = {.name = "credential-guessing",
             .story = "Somebody tries 62 leaked certificates in turn under a device's client id.",
             .attack_id = "T1110",
             .speaks = "aws:num-connection-attempts, aws:num-authorization-failures",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
