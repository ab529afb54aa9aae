// Commands from the cloud, so that devices receive as well: the device subscribes to its topic when
// it connects.
#include <array>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "10m",
                         "from one command to the next"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "60..80",
                         "payload bytes of a command"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "cmd/{cohort}/{thing}",
                         "topic the device listens on"},
};

class Commands final : public Traffic {
  public:
    explicit Commands(const fleet::Parameters& given)
        : every_(given.duration("every")), bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        publish_periodically(context, context.cloud, every_, bytes_, from, until, out);
    }
    double published_per_hour() const override { return 0; }

  private:
    fleet::Duration every_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<Commands>(given);
}

}  // namespace

extern const TrafficKind commands{
    .card = {.name = "commands",
             .story = "The cloud sends a device commands, and the device receives them.",
             .attack_id = {},
             .speaks = "nothing: it is what healthy devices do",
             .parameters = parameters},
    .is_received = true,
    .make = make};

}  // namespace scenarios::traffic
