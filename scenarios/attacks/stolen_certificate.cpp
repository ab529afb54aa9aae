// A device's certificate and key are used by somebody else, from abroad: under the owner's client
// id, which displaces the owner, or under an id of the thief's own.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/attacks.hpp"
#include "scenarios/thing_names.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> identities{"victim", "own"};
constexpr std::array parameters{
    fleet::ParameterCard{"from", fleet::ParameterType::address, "203.0.113.9",
                         "the thief's address"},
    fleet::ParameterCard{"clientId", fleet::ParameterType::word, "victim",
                         "victim: under the owner's client id; own: under an id of the thief's own",
                         identities},
    fleet::ParameterCard{"readsPerMinute", fleet::ParameterType::count, "60",
                         "messages the thief has sent to itself in a minute"},
    fleet::ParameterCard{"retryEvery", fleet::ParameterType::pace, "15s",
                         "from one refused attempt to the next, under an id of the thief's own"},
};

struct Theft {
    fleet::Time begin, end;
    std::uint32_t credential = 0;
    fleet::NameId address = fleet::no_name, topic = fleet::no_name;
    std::uint32_t cloud = 0;
    double reads_per_ms = 0;
    fleet::Duration retry_every{};
    bool is_below_threshold = false;
};

void read_much(const Theft& theft, const Slot& slot, fleet::Time from, std::vector<Action>& out) {
    const auto until = std::min(theft.end, slot.end);
    if (from >= until) return;
    const auto times = static_cast<std::uint32_t>(
        theft.reads_per_ms * static_cast<double>((until - from).count()) + 0.5);
    if (times == 0) return;
    out.push_back({.time = from + 500ms < until ? from + 500ms : from,
                   .actor = theft.cloud,
                   .kind = ActionKind::publish,
                   .topic = theft.topic,
                   .times = times,
                   .bytes_min = 200,
                   .bytes_max = 400,
                   .size_seed = static_cast<std::uint64_t>(slot.index)});
}

void leave(const Theft& theft, std::uint32_t actor, std::vector<Action>& out) {
    out.push_back({.time = theft.end - 1ms, .actor = actor, .kind = ActionKind::disconnect});
}

void impersonate(const Theft& theft, std::uint32_t actor, const Slot& slot,
                 std::vector<Action>& out) {
    const auto is_within = [&](fleet::Time moment) {
        return moment >= slot.begin && moment < std::min(slot.end, theft.end);
    };
    if (is_within(theft.begin))
        out.push_back({.time = theft.begin,
                       .actor = actor,
                       .kind = ActionKind::connect,
                       .credential = theft.credential,
                       .address = theft.address});
    if (is_within(theft.begin + 200ms))
        out.push_back({.time = theft.begin + 200ms,
                       .actor = actor,
                       .kind = ActionKind::subscribe,
                       .topic = theft.topic});
    read_much(theft, slot, std::max(slot.begin, theft.begin + 1s), out);
    if (is_within(theft.end - 1ms)) leave(theft, actor, out);
}

Reach reach_of(const Theft& theft) {
    return {
        .publishes = {theft.topic}, .subscribes = {theft.topic}, .credentials = {theft.credential}};
}

void play_as_victim(const Theft& theft, std::uint32_t device, Cast& cast, Incident& incident) {
    cast.plan_of(device).keep_away(device, theft.begin, theft.end, false);
    cast.add_actor(cast.client_id(device), reach_of(theft),
                   [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                       std::vector<Action>& out) { impersonate(theft, actor, slot, out); });
    incident.speaks = {{"aws:source-ip-address", MetricSpeaks::Side::foreign}};
    const auto topic = cast.dictionary().topics.text(theft.topic);
    if (cast.may(device, cast.client_id(device), fleet::PolicyAction::subscribe, topic) &&
        cast.may(device, cast.client_id(device), fleet::PolicyAction::receive, topic)) {
        incident.speaks.push_back({"aws:num-messages-received", MetricSpeaks::Side::high});
    }
    // The owner is connected within two minutes of the start; before that nobody is displaced.
    if (theft.begin < cast.start() + 2min) return;
    incident.checks.push_back({"CONFLICTING_CLIENT_IDS_CHECK", "clientId", cast.client_id(device),
                               "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS"});
}

void play_under_own_id(const Theft& theft, std::uint32_t device, Cast& cast, Incident& incident) {
    const auto client_id = cast.client_id(device) + std::string(thief_suffix);
    const auto address = std::string(cast.dictionary().addresses.text(theft.address));
    cast.add_actor(client_id, reach_of(theft),
                   [=](std::uint32_t actor, const ActorState& state, const Slot& slot,
                       std::vector<Action>& out) {
                       // Connected already: nothing to retry. Actions of one slot cannot know; a
                       // connect while connected is void, and so is a disconnect by one who never
                       // got in.
                       if (!state.is_connected) {
                           const auto knock = [&](fleet::Time moment) {
                               out.push_back({.time = moment,
                                              .actor = actor,
                                              .kind = ActionKind::connect,
                                              .credential = theft.credential,
                                              .address = theft.address});
                           };
                           for_each_moment(theft.begin, theft.end, theft.retry_every, slot, knock);
                       }
                       if (theft.end > slot.begin && theft.end <= slot.end)
                           leave(theft, actor, out);
                   });
    if (cast.may_connect(device, client_id, address)) {
        const auto& fleet = cast.fleet();
        const auto& id =
            fleet.inventory.certificates[fleet.credentials[theft.credential].certificate];
        incident.checks.push_back({"DEVICE_CERTIFICATE_SHARED_CHECK", "deviceCertificateId",
                                   id.id_hex(), "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES"});
    } else {
        incident.affected.push_back(client_id);
        incident.speaks = {{"aws:num-authorization-failures", MetricSpeaks::Side::high}};
    }
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto& given = engagement.parameters;
    const bool is_below = engagement.is_below_threshold;
    const bool is_as_victim = given.text("clientId") == "victim";
    if (!is_as_victim) incident.affected.clear();  // not the owners, but the thieves' own ids
    for (const auto device : engagement.devices) {
        // Below threshold the thief sits in the owner's own network, reads next to nothing, and
        // hardly tries.
        const auto& from = is_below ? cast.fleet().devices[device].address : given.text("from");
        const Theft theft{
            .begin = engagement.begin,
            .end = engagement.end,
            .credential = cast.fleet().devices[device].credential,
            .address = cast.dictionary().addresses.intern(from),
            .topic = cast.command_topic(device),
            .cloud = cast.cloud(),
            .reads_per_ms =
                is_below ? 0 : static_cast<double>(given.count("readsPerMinute")) / 60'000.0,
            .retry_every = is_below ? fleet::Duration{10min} : given.duration("retryEvery"),
            .is_below_threshold = is_below};
        incident.actors.push_back("thief of " + cast.thing(device));
        if (is_as_victim)
            play_as_victim(theft, device, cast, incident);
        else
            play_under_own_id(theft, device, cast, incident);
    }
}

}  // namespace

extern const Attack stolen_certificate{
    .card = {.name = "stolen-certificate",
             .story = "A device's certificate and key are used from abroad by somebody who is not "
                      "the device.",
             .attack_id = "T1078",
             .speaks = "clientId victim: aws:source-ip-address, aws:num-messages-received, "
                       "CONFLICTING_CLIENT_IDS_CHECK; own: "
                       "aws:num-authorization-failures of the thief's id where the policy binds to "
                       "the thing name, else "
                       "DEVICE_CERTIFICATE_SHARED_CHECK",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
