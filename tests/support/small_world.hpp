// A fleet of one cohort, "pumps", with its actors, and actions of theirs: what the tests of brokers
// and plans stand on. Everything has a default, so that what a test sets is what it is about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/defects.hpp"
#include "sim/transport.hpp"

namespace support {

using Given = std::vector<std::pair<std::string_view, std::string_view>>;

/// 2018-08-06T00:00:00Z, the start of a slot and of a day.
inline constexpr fleet::Time world_start = fleet::from_epoch_ms(1'533'513'600'000);

/// The parameters of a kind: its defaults, and what is `given` instead.
fleet::Parameters parameters_of(const fleet::KindCard& card, const Given& given = {});

/// A defect on `count` pumps.
fleet::DefectDescription defect(std::string_view kind, std::uint32_t count,
                                const Given& given = {});

/// A policy document with one statement that allows `action` on `resource`, both as in policies.
std::string allowing(std::string_view action, std::string_view resource);

struct WorldOptions {
    std::uint32_t pumps = 2;
    std::string policy = {};  // a document; empty: least privilege
    fleet::Duration duration = std::chrono::hours{12};
    std::vector<fleet::DefectDescription> defects = {};
    sim::BrokerSettings broker = {};
};

fleet::FleetDescription description_of(const WorldOptions& options);

/// Actor k is pump k, the one after the last pump the cloud.
class SmallWorld {
  public:
    explicit SmallWorld(const WorldOptions& options = {});
    SmallWorld(const SmallWorld&) = delete;
    SmallWorld& operator=(const SmallWorld&) = delete;

    fleet::Fleet fleet;
    fleet::Dictionary dictionary;
    std::vector<scenarios::Actor> actors;
    std::uint32_t cloud = 0;

    /// One more actor, who calls itself `client_id`.
    std::uint32_t add_actor(std::string_view client_id);
    /// What a transport is built from; after the last add_actor.
    sim::World world();

    fleet::NameId topic(std::string_view name) { return dictionary.topics.intern(name); }
    std::string telemetry(std::uint32_t pump) const;  // a topic it may publish to
    std::string commands(std::uint32_t pump) const;   // a topic it may listen on
    std::string certificate_id(std::uint32_t credential) const;

    /// `after` counts from the start of the world.
    scenarios::Action connect(std::uint32_t actor, fleet::Duration after);
    scenarios::Action connect(std::uint32_t actor, fleet::Duration after, std::uint32_t credential);
    scenarios::Action publish(std::uint32_t actor, fleet::Duration after, std::string_view to,
                              std::uint32_t times = 1);
    scenarios::Action subscribe(std::uint32_t actor, fleet::Duration after,
                                std::string_view filter);
    scenarios::Action report(std::uint32_t actor, fleet::Duration after, std::string_view to,
                             std::string_view payload);
    scenarios::Action disconnect(std::uint32_t actor, fleet::Duration after,
                                 bool is_abrupt = false);
    fleet::Change status(std::uint32_t credential, fleet::Duration after, std::string_view value);

  private:
    sim::BrokerSettings broker_;
};

}  // namespace support
