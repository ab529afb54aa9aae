#include "scenarios/cast.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"

namespace scenarios {
namespace {

class ActPlan final : public Plan {
  public:
    ActPlan(Reach reach, Act act) : reach_(std::move(reach)), act_(std::move(act)) {}
    void reach(std::uint32_t, Reach& reach) const override {
        const auto append = [](const auto& from, auto& to) {
            to.insert(to.end(), from.begin(), from.end());
        };
        append(reach_.publishes, reach.publishes);
        append(reach_.subscribes, reach.subscribes);
        append(reach_.credentials, reach.credentials);
    }
    void actions(std::uint32_t actor, const ActorState& state, const Slot& slot,
                 std::vector<Action>& out) const override {
        act_(actor, state, slot, out);
    }

  private:
    Reach reach_;
    Act act_;
};

}  // namespace

Cast::Cast(fleet::Fleet& fleet, fleet::Dictionary& dictionary, Script& script,
           std::vector<DevicePlan*> cohort_plans, fleet::Time start, fleet::Time end)
    : fleet_(fleet),
      dictionary_(dictionary),
      script_(script),
      cohort_plans_(std::move(cohort_plans)),
      start_(start),
      end_(end) {}

const std::string& Cast::thing(std::uint32_t device) const {
    return fleet_.inventory.things[device].name;
}
const std::string& Cast::client_id(std::uint32_t device) const {
    return fleet_.client_id(fleet_.devices[device]);
}
DevicePlan& Cast::plan_of(std::uint32_t device) {
    return *cohort_plans_[fleet_.devices[device].cohort];
}

fleet::NameId Cast::telemetry_topic(std::uint32_t device) {
    for (const auto& entry : plan_of(device).traffic()) {
        if (!entry.is_received) return entry.topics[fleet_.devices[device].k];
    }
    const auto& cohort = fleet_.cohorts[fleet_.devices[device].cohort].name;
    return dictionary_.topics.intern(fmt::format("dt/{}/{}/telemetry", cohort, client_id(device)));
}

fleet::NameId Cast::command_topic(std::uint32_t device) {
    for (const auto& entry : plan_of(device).traffic()) {
        if (entry.is_received) return entry.topics[fleet_.devices[device].k];
    }
    const auto& cohort = fleet_.cohorts[fleet_.devices[device].cohort].name;
    return dictionary_.topics.intern(fmt::format("cmd/{}/{}", cohort, client_id(device)));
}

double Cast::published_per_hour(std::uint32_t device) {
    double sum = 0;
    for (const auto& entry : plan_of(device).traffic()) sum += entry.traffic->published_per_hour();
    return std::max(60.0, sum);
}

const fleet::Access& Cast::access() {
    if (!access_) access_.emplace(fleet_.inventory);
    return *access_;
}

bool Cast::may_connect(std::uint32_t device, std::string_view client_id,
                       std::string_view source_ip) {
    const auto certificate = fleet_.credentials[fleet_.devices[device].credential].certificate;
    return access().may_connect(access().principal(certificate, client_id, source_ip));
}

bool Cast::may(std::uint32_t device, std::string_view client_id, fleet::PolicyAction action,
               std::string_view topic) {
    const auto certificate = fleet_.credentials[fleet_.devices[device].credential].certificate;
    return access().may(access().principal(certificate, client_id, fleet_.devices[device].address),
                        action, topic);
}

std::uint32_t Cast::add_actor(std::string_view client_id, Reach reach, Act act) {
    script_.plans.push_back(std::make_unique<ActPlan>(std::move(reach), std::move(act)));
    script_.actors.push_back({.client_id = dictionary_.clients.intern(client_id),
                              .plan = static_cast<std::uint32_t>(script_.plans.size() - 1)});
    const auto actor = static_cast<std::uint32_t>(script_.actors.size() - 1);
    if (!script_.casts.empty()) script_.casts.back().push_back(actor);
    return actor;
}

void Cast::add_overlay(std::uint32_t device, Reach reach, Act act) {
    script_.plans.push_back(std::make_unique<ActPlan>(std::move(reach), std::move(act)));
    script_.overlays.emplace_back(device, static_cast<std::uint32_t>(script_.plans.size() - 1));
}

std::string Cast::claim(const Engagement& engagement, std::uint32_t device, std::string_view what,
                        fleet::Time end) {
    auto& claims = claims_[{device, std::string(what)}];
    const auto found = std::ranges::find_if(claims, [&](const Claim& other) {
        return other.begin < end && engagement.begin < other.end;
    });
    if (found != claims.end()) return found->place;
    claims.push_back({.begin = engagement.begin, .end = end, .place = engagement.place});
    return {};
}

void Cast::add_change(std::uint32_t device, fleet::Change change) {
    script_.changed_devices.push_back(device);
    script_.changes.push_back(std::move(change));
}
void Cast::begin_attack(std::vector<std::uint32_t> devices) {
    script_.casts.push_back(std::move(devices));
}
void Cast::add_incident(Incident incident) {
    script_.truth.incidents.push_back(std::move(incident));
}

std::uint32_t Cast::add_credential(std::uint32_t device, fleet::Credential::Issuer issuer,
                                   fleet::Time not_before, fleet::Time not_after) {
    const auto& described = fleet_.devices[device];
    return fleet_.add_credential(
        {.cohort = described.cohort,
         .k = described.k,
         .generation = next_generation_++,
         .issuer = issuer,
         .not_before = std::chrono::floor<std::chrono::seconds>(not_before),
         .not_after = std::chrono::floor<std::chrono::seconds>(not_after)});
}

void Cast::register_credential(std::uint32_t credential, std::uint32_t device,
                               fleet::CertificateStatus status) {
    access_.reset();  // the registry it was made from is about to change
    auto& inventory = fleet_.inventory;
    auto& made = fleet_.credentials[credential];
    auto certificate = fleet_.registered(made, made.not_before + std::chrono::hours{24});
    made.certificate = static_cast<std::uint32_t>(inventory.certificates.size());
    certificate.status = status;
    certificate.things = {device};
    certificate.policies = inventory.certificates[fleet_.devices[device].credential].policies;
    inventory.certificates.push_back(std::move(certificate));
    inventory.things[device].certificates.push_back(made.certificate);
}

fleet::Stream draws_of(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    return fleet::Random(cast.fleet().seed)
        .stream(fleet::label(engagement.kind), device, fleet::Purpose::attack);
}

}  // namespace scenarios
