// Publishing with the rhythm of a week: offices and schools are busy from Monday to Friday (UTC). A
// confounder: no rule may alarm on it.
#include <algorithm>
#include <array>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "60s",
                         "from one message to the next from Monday to Friday"},
    fleet::ParameterCard{"everyAtWeekend", fleet::ParameterType::pace, "10m",
                         "from one message to the next on Saturday and Sunday"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "80..120",
                         "payload bytes of a message"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "dt/{cohort}/{thing}/telemetry",
                         "topic it publishes to"},
};

class WeekdayAndWeekend final : public Traffic {
  public:
    explicit WeekdayAndWeekend(const fleet::Parameters& given)
        : on_weekdays_(given.duration("every")),
          at_weekends_(given.duration("everyAtWeekend")),
          bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        // A slot lies within one day.
        const std::chrono::weekday day(std::chrono::floor<std::chrono::days>(from));
        const bool is_weekend = day == std::chrono::Saturday || day == std::chrono::Sunday;
        publish_periodically(context, context.actor, is_weekend ? at_weekends_ : on_weekdays_,
                             bytes_, from, until, out);
    }
    double published_per_hour() const override {
        return 3'600'000.0 / static_cast<double>(std::min(on_weekdays_, at_weekends_).count());
    }

  private:
    fleet::Duration on_weekdays_, at_weekends_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<WeekdayAndWeekend>(given);
}

}  // namespace

extern const TrafficKind weekday_and_weekend{
    .card = {.name = "weekday-and-weekend",
             .story = "A device is busy from Monday to Friday and quiet at weekends.",
             .attack_id = {},
             .speaks = "nothing: a good profile knows that weekends are quiet",
             .parameters = parameters},
    .is_received = false,
    .make = make};

}  // namespace scenarios::traffic
