#include "sim/wire/wire_transport.hpp"

#include <fmt/format.h>

#include <utility>

#include "fleet/base/error.hpp"
#include "sim/fold.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/client_tls.hpp"
#include "sim/wire/device_fleet.hpp"
#include "sim/wire/forecast.hpp"
#include "sim/wire/lockstep.hpp"
#include "sim/wire/mosquitto_broker.hpp"
#include "sim/wire/rounds.hpp"
#include "sim/wire/tap_ring.hpp"

namespace sim {
namespace {

constexpr std::size_t events_bytes = 16U << 20;
constexpr std::size_t control_bytes = 4U << 20;

void require_room_for(std::size_t actors) {
    const auto fits = clients_max();
    if (actors <= fits) return;
    throw fleet::Error(fmt::format(
        "{} clients do not fit: one process can hold {} here (3 descriptors each, ulimit -n); "
        "raise the limit, describe a smaller fleet, or run without a broker (--transport memory)",
        actors, fits));
}

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
    require_room_for(world.actors.size());
    return std::make_unique<WireTransport>(world, settings);
}

}  // namespace sim
