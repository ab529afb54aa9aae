// Steady publishing: one message every so often, at a phase of the device's own.
#include <array>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "60s",
                         "from one message to the next"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "100..140",
                         "payload bytes of a message"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "dt/{cohort}/{thing}/telemetry",
                         "topic it publishes to"},
};

class Telemetry final : public Traffic {
  public:
    explicit Telemetry(const fleet::Parameters& given)
        : every_(given.duration("every")), bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        publish_periodically(context, context.actor, every_, bytes_, from, until, out);
    }
    double published_per_hour() const override {
        return 3'600'000.0 / static_cast<double>(every_.count());
    }

  private:
    fleet::Duration every_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<Telemetry>(given);
}

}  // namespace

extern const TrafficKind telemetry{
    .card = {.name = "telemetry",
             .story = "A device reports its readings at a steady pace.",
             .attack_id = {},
             .speaks = "nothing: it is what healthy devices do",
             .parameters = parameters},
    .is_received = false,
    .make = make};

}  // namespace scenarios::traffic
