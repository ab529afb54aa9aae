// The transport over several brokers, for more clients than one process may hold: each lane is a
// broker and a process of clients, and plays its part of every slice at the same time as the
// others.
#pragma once

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

#include "sim/transport.hpp"
#include "sim/wire/lane_process.hpp"

namespace sim {

class LanesTransport final : public Transport {
  public:
    /// Starts a process for each lane, whose transport `make` makes there. No other thread may run
    /// meanwhile. Raises Error when one of them cannot start.
    LanesTransport(const World& world, std::vector<std::vector<std::uint32_t>> lanes,
                   const LaneProcess::Make& make);
    ~LanesTransport() override;

    std::vector<fleet::Observation> perform(const SliceWork& work) override;
    std::span<const scenarios::ActorState> states() const override { return states_; }
    TransportCounts counts() const override;

  private:
    /// Who may hear what the cloud publishes.
    struct Audience {
        bool hears_all = false;                    // somebody asked for a filter with wildcards
        std::unordered_set<fleet::NameId> topics;  // asked for, never gone through
    };

    std::vector<std::vector<scenarios::Action>> share_actions(
        std::span<const scenarios::Action> actions);
    void note_filter(std::size_t lane, fleet::NameId filter);

    const World world_;
    const std::vector<std::vector<std::uint32_t>> lanes_;
    std::vector<std::uint32_t> lane_of_;  // by actor
    std::vector<std::unique_ptr<LaneProcess>> processes_;
    std::vector<Audience> audiences_;      // by lane
    std::vector<TransportCounts> counts_;  // by lane
    std::vector<scenarios::ActorState> states_;
};

}  // namespace sim
