// A gateway with many children that cannot connect themselves: it asks one after the other and
// publishes for all of them, under its own name. One device, many times the messages of others.
#include <array>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "children",
                         .type = fleet::ParameterType::count,
                         .default_text = "40",
                         .meaning = "devices that it speaks for",
                         .least = 1,
                         .most = 1000},
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "5m",
                         "from one message of a child to its next"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "60..90",
                         "payload bytes of a message"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "dt/{cohort}/{thing}/children",
                         "topic it publishes to"},
};

class Gateway final : public Traffic {
  public:
    explicit Gateway(const fleet::Parameters& given)
        : children_(given.count("children")),
          every_(given.duration("every")),
          bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        // Their phases stand evenly round the period: it asks them in turn.
        const auto step = ~std::uint64_t{0} / children_;
        auto of_child = context;
        for (std::uint64_t child = 0; child < children_; ++child) {
            publish_periodically(of_child, context.actor, every_, bytes_, from, until, out);
            of_child.draws[0] += step;
        }
    }
    double published_per_hour() const override {
        return static_cast<double>(children_) * 3'600'000.0 / static_cast<double>(every_.count());
    }

  private:
    std::uint64_t children_;
    fleet::Duration every_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<Gateway>(given);
}

}  // namespace

extern const TrafficKind gateway{
    .card = {.name = "gateway",
             .story = "A gateway publishes for many children that cannot connect themselves.",
             .attack_id = {},
             .speaks = "nothing: a good profile knows which devices speak for others",
             .parameters = parameters},
    .is_received = false,
    .make = make};

}  // namespace scenarios::traffic
