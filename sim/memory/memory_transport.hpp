// The transport without sockets: the broker in memory, one slice at a time.
#pragma once

#include "sim/memory/memory_broker.hpp"
#include "sim/transport.hpp"

namespace sim {

class MemoryTransport final : public Transport {
  public:
    explicit MemoryTransport(const World& world);

    std::vector<fleet::Observation> perform(const SliceWork& work) override;
    std::span<const scenarios::ActorState> states() const override { return broker_.states(); }
    TransportCounts counts() const override { return broker_.counts(); }

  private:
    const World world_;
    MemoryBroker broker_;
};

}  // namespace sim
