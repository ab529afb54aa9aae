#include "tests/support/small_world.hpp"

#include <fmt/format.h>

#include "fleet/base/text.hpp"

namespace support {

using scenarios::Action;
using scenarios::ActionKind;

fleet::Parameters parameters_of(const fleet::KindCard& card, const Given& given) {
    fleet::Parameters parameters;
    for (const auto& parameter : card.parameters)
        parameters.set(parameter.name, parameter.default_text);
    for (const auto& [name, value] : given) parameters.set(name, value);
    return parameters;
}

fleet::DefectDescription defect(std::string_view kind, std::uint32_t count, const Given& given) {
    return {.kind = std::string(kind),
            .cohort = "pumps",
            .count = count,
            .parameters = parameters_of(fleet::defect_named(kind)->card, given),
            .where = "fleet.defects[0]"};
}

std::string allowing(std::string_view action, std::string_view resource) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{}",)"
                       R"("Resource":"{}"}}]}})",
                       action, resource);
}

fleet::FleetDescription description_of(const WorldOptions& options) {
    fleet::FleetDescription description{
        .start = world_start, .duration = options.duration, .defects = options.defects};
    description.cohorts.push_back(
        {.name = "pumps", .count = options.pumps, .policy_document = options.policy});
    return description;
}

SmallWorld::SmallWorld(const WorldOptions& options)
    : fleet(fleet::synthesise(description_of(options), 7)), broker_(options.broker) {
    dictionary.preload_things(fleet.inventory);
    dictionary.preload_certificates(fleet.inventory);
    for (const auto& device : fleet.devices) actors.push_back({.client_id = device.client_thing});
    cloud = add_actor("$cloud");
}

std::uint32_t SmallWorld::add_actor(std::string_view client_id) {
    actors.push_back({.client_id = dictionary.clients.intern(client_id)});
    return static_cast<std::uint32_t>(actors.size() - 1);
}

sim::World SmallWorld::world() {
    return {.fleet = fleet,
            .actors = actors,
            .cloud = cloud,
            .dictionary = dictionary,
            .settings = broker_};
}

std::string SmallWorld::telemetry(std::uint32_t pump) const {
    return fmt::format("dt/pumps/pumps-{}/telemetry", pump);
}
std::string SmallWorld::commands(std::uint32_t pump) const {
    return fmt::format("cmd/pumps/pumps-{}", pump);
}
std::string SmallWorld::certificate_id(std::uint32_t credential) const {
    return fleet::to_hex(fleet.credentials[credential].id);
}

Action SmallWorld::connect(std::uint32_t actor, fleet::Duration after) {
    return connect(actor, after, fleet.devices[actor].credential);
}

Action SmallWorld::connect(std::uint32_t actor, fleet::Duration after, std::uint32_t credential) {
    return {.time = world_start + after,
            .actor = actor,
            .kind = ActionKind::connect,
            .credential = credential,
            .address = dictionary.addresses.intern(fmt::format("10.0.0.{}", actor + 1))};
}

Action SmallWorld::publish(std::uint32_t actor, fleet::Duration after, std::string_view to,
                           std::uint32_t times) {
    return {.time = world_start + after,
            .actor = actor,
            .kind = ActionKind::publish,
            .topic = topic(to),
            .times = times,
            .bytes_min = 10,
            .bytes_max = 10};
}

Action SmallWorld::subscribe(std::uint32_t actor, fleet::Duration after, std::string_view filter) {
    return {.time = world_start + after,
            .actor = actor,
            .kind = ActionKind::subscribe,
            .topic = topic(filter)};
}

Action SmallWorld::report(std::uint32_t actor, fleet::Duration after, std::string_view to,
                          std::string_view payload) {
    return {.time = world_start + after,
            .actor = actor,
            .kind = ActionKind::report,
            .topic = topic(to),
            .payload = dictionary.payloads.keep(payload)};
}

Action SmallWorld::disconnect(std::uint32_t actor, fleet::Duration after, bool is_abrupt) {
    return {.time = world_start + after,
            .actor = actor,
            .kind = ActionKind::disconnect,
            .is_abrupt = is_abrupt};
}

fleet::Change SmallWorld::status(std::uint32_t credential, fleet::Duration after,
                                 std::string_view value) {
    return {.time = world_start + after,
            .kind = fleet::ChangeKind::certificate_status,
            .subject = certificate_id(credential),
            .value = std::string(value),
            .certificate = std::nullopt};
}

}  // namespace support
