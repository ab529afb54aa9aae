// The seam between a script and a broker: perform one slice of actions, tell what the broker saw.
// Two implementations of the same semantics: memory/ in process, wire/ over mutual TLS to a real
// Mosquitto. A run's files are byte-identical over both.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fleet/change.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"
#include "fleet/outgoing.hpp"
#include "fleet/slice.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/script.hpp"
#include "sim/prompter.hpp"

namespace sim {

struct BrokerSettings {
    bool enforce_crl = false;    // refuse certificates on their issuer's CRL; AWS does not
    bool close_on_deny = false;  // end the connection after a denied publish; AWS does
};

/// What both transports are built from. All references outlive the transport.
struct World {
    const fleet::Fleet& fleet;
    std::span<const scenarios::Actor> actors;
    std::uint32_t cloud = 0;
    fleet::Dictionary& dictionary;
    BrokerSettings settings;
    /// By actor: its troupe (Script::troupes). Where there are none, all may meet.
    std::span<const std::uint32_t> troupes = {};
    /// By actor: what it is in the shard that is played (Script::shard_roles). Where there are
    /// none, the run is whole.
    std::span<const scenarios::ShardRole> shard_roles = {};
    /// By client id: is an actor of it a member (scenarios::ShardClients)? Likewise.
    std::span<const std::uint8_t> is_member = {};

    bool is_absent(std::uint32_t actor) const {
        return !shard_roles.empty() && shard_roles[actor] == scenarios::ShardRole::absent;
    }
    /// Is what the registry does to this client observed in this shard?
    bool is_observed_here(fleet::NameId client) const {
        return is_member.empty() || is_member[client] != 0;
    }
};

/// How many of the actors take part.
std::size_t clients_of(const World& world);

/// One slice to perform. Actions in canonical order (time, actor, sequence), changes by time; a
/// change takes effect before an action of the same time.
struct SliceWork {
    fleet::Time begin;
    fleet::Time end;
    std::span<const scenarios::Action> actions;
    std::span<const fleet::Change> changes;
};

/// One slot to play: who acts is found by asking the plans.
struct Scene {
    scenarios::Slot slot;
    const Prompter& prompter;
    fleet::Dictionary& dictionary;                   // the one that the transport was built with
    std::span<const fleet::Change> changes;          // by time
    std::span<const fleet::Outgoing> outgoing = {};  // what the service publishes at its beginning
    /// Some of the changes are not the script's own: whom they concern was not foreseen.
    bool has_unforeseen_changes = false;
};

struct TransportCounts {
    std::uint64_t actions_void = 0;  // their connection was down
    std::uint64_t messages_published = 0;
    std::uint64_t messages_delivered = 0;
    std::uint64_t connects = 0;  // attempts

    TransportCounts& operator+=(const TransportCounts& other) {
        actions_void += other.actions_void;
        messages_published += other.messages_published;
        messages_delivered += other.messages_delivered;
        connects += other.connects;
        return *this;
    }
};

/// What the service publishes, as actions of the cloud. They come first of all in a slice.
std::vector<scenarios::Action> published_by_service(const Scene& scene);

class Transport {
  public:
    virtual ~Transport() = default;
    /// Performs the slice and returns its observations, folded and sorted (fleet/slice.hpp). Raises
    /// Error when the broker did not see exactly what was sent, naming the clients.
    virtual std::vector<fleet::Observation> perform(const SliceWork& work) = 0;
    /// The same for a slot whose actions are still in the plans: tells `listener` its parts, in as
    /// many shares as there are hands.
    virtual void play(const Scene& scene, fleet::SliceListener& listener);
    /// By actor, as of now.
    virtual std::span<const scenarios::ActorState> states() const = 0;
    virtual TransportCounts counts() const = 0;
};

}  // namespace sim
