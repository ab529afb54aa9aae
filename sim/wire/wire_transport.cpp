#include "sim/wire/wire_transport.hpp"

#include <algorithm>
#include <utility>

#include "fleet/base/error.hpp"
#include "sim/fold.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/client_tls.hpp"
#include "sim/wire/device_fleet.hpp"
#include "sim/wire/forecast.hpp"
#include "sim/wire/lanes.hpp"
#include "sim/wire/lanes_transport.hpp"
#include "sim/wire/lockstep.hpp"
#include "sim/wire/machine_limits.hpp"
#include "sim/wire/mosquitto_broker.hpp"
#include "sim/wire/rounds.hpp"
#include "sim/wire/tap_ring.hpp"

namespace sim {
namespace {

constexpr std::size_t events_bytes = 16U << 20;
constexpr std::size_t control_bytes = 4U << 20;

class WireTransport final : public Transport {
  public:
    WireTransport(const World& world, const WireSettings& settings)
        : world_(world),
          memory_(TapMemory::create(events_bytes, control_bytes)),
          cloud_(ClientIdentity::self_signed()),
          broker_(world_.fleet, memory_,
                  {.tap = find_tap(settings.tap),
                   .cloud_certificate = cloud_.id_hex(),
                   .behaviour = world_.settings}),
          devices_(world_, broker_.port(), cloud_),
          forecaster_(world_),
          lockstep_(world_, memory_, broker_, devices_, settings.patience) {
        lockstep_.begin();
        broker_.remove_files();
    }

    std::vector<fleet::Observation> perform(const SliceWork& work) override {
        const auto forecast = forecaster_.run(work);
        const auto rounds =
            cut_rounds(forecast.steps, forecast.validity_instants, world_.dictionary.topics);
        std::vector<fleet::Observation> events;
        for (const auto& round : rounds) {
            auto seen = lockstep_.play(work, forecast, round);
            events.insert(events.end(), seen.begin(), seen.end());
        }
        fold(events, world_.dictionary, world_.fleet.inventory.things.size());
        return events;
    }

    // Every event was compared with the forecast, so the forecaster stands where the broker does.
    std::span<const scenarios::ActorState> states() const override { return forecaster_.states(); }
    TransportCounts counts() const override { return forecaster_.counts(); }

  private:
    const World world_;
    TapMemory memory_;
    ClientIdentity cloud_;
    MosquittoBroker broker_;
    DeviceFleet devices_;
    Forecaster forecaster_;
    Lockstep lockstep_;
};

}  // namespace

std::unique_ptr<Transport> make_wire_transport(const World& world, const WireSettings& settings) {
    const auto clients = clients_of(world);
    const auto lane_max = settings.lane_max != 0 ? settings.lane_max : clients_max();
    require_memory_for(clients);
    const auto make = [world, settings] {
        return std::make_unique<WireTransport>(world, settings);
    };
    if (clients <= lane_max) return make();
    // Without troupes everybody may meet everybody.
    std::vector<std::uint32_t> troupes(world.troupes.begin(), world.troupes.end());
    if (troupes.empty()) troupes.assign(world.actors.size(), 0);
    for (std::uint32_t actor = 0; actor < troupes.size(); ++actor)
        if (world.is_absent(actor)) troupes[actor] = no_troupe;
    // A lane has a connection of the cloud besides.
    return std::make_unique<LanesTransport>(
        world, share_out(troupes, world.cloud, lane_max - std::min<std::size_t>(1, lane_max)),
        make);
}

}  // namespace sim
