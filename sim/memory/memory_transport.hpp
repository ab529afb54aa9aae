// The transport without sockets: the broker in memory, one slice at a time. Actors that meet
// nobody are played on their own, by several threads; the others together, in one order of time.
#pragma once

#include <vector>

#include "sim/memory/memory_broker.hpp"
#include "sim/transport.hpp"

namespace sim {

class MemoryTransport final : public Transport {
  public:
    explicit MemoryTransport(const World& world);

    std::vector<fleet::Observation> perform(const SliceWork& work) override;
    void play(const Scene& scene, fleet::SliceListener& listener) override;
    std::span<const scenarios::ActorState> states() const override { return broker_.states(); }
    TransportCounts counts() const override;

  private:
    /// What one thread sees of the devices that are alone.
    struct alignas(fleet::apart_bytes) Share {
        std::vector<scenarios::Action> actions;          // of one device
        std::vector<fleet::Observation> observations;    // of a part of its devices, in order
        std::vector<fleet::Observation> without_client;  // refusals
        TransportCounts counts;
        unsigned number = 0;  // of its payloads
    };

    void apply(const fleet::Change& change, std::vector<fleet::Observation>& events);
    void gather_company(const scenarios::Script& script);
    std::vector<fleet::Observation> play_company(const Scene& scene);
    void play_alone(const Scene& scene, std::uint32_t device,
                    std::span<const fleet::Observation> heard, Share& share);
    void play_share(const Scene& scene, std::size_t first, std::size_t last,
                    std::span<const fleet::Observation> company, Share& share);

    const World world_;
    MemoryBroker broker_;
    std::vector<std::uint32_t> company_;  // actors that are not alone
    std::vector<Share> shares_;           // by thread; their memory is used again
    TransportCounts alone_counts_;
};

}  // namespace sim
