// The broker's semantics without sockets: sessions, takeovers, policy verdicts, refusals,
// deliveries. For fleets no broker on one machine can carry, and as the forecast that tells the
// wire how many events to wait for.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/transport.hpp"

namespace sim {

/// What one action did, as far as the order of concurrent actions is concerned.
struct Effect {
    bool is_void = false;
    bool alters_sessions = false;  // it connected, disconnected or subscribed somebody
};

class MemoryBroker {
  public:
    explicit MemoryBroker(const World& world);
    ~MemoryBroker();

    /// Performs one action; appends what a broker would see, unfolded, to `out`. When `reached` is
    /// given, the client ids to which a publish was delivered are appended to it.
    Effect perform(const scenarios::Action& action, std::vector<fleet::Observation>& out,
                   std::vector<fleet::NameId>* reached = nullptr);
    /// The same for an actor that is alone (scenarios::Script::is_alone): several threads may, each
    /// for actors of its own, while nothing else is performed or applied. Counts into `counts`.
    Effect perform(const scenarios::Action& action, std::vector<fleet::Observation>& out,
                   TransportCounts& counts);
    /// Makes room for topics that were interned since; call it while nothing is performed.
    void learn_topics();
    /// A registry change; connections whose certificate is no longer ACTIVE end at once, in order
    /// of (client id, connection).
    void apply(const fleet::Change& change, std::vector<fleet::Observation>& out);

    std::span<const scenarios::ActorState> states() const;
    TransportCounts counts() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim
