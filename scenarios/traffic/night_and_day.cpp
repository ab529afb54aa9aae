// Publishing with the rhythm of a day: busy between two hours (UTC), quiet in the others. A
// confounder: no rule may alarm on it.
#include <algorithm>
#include <array>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "30s",
                         "from one message to the next by day"},
    fleet::ParameterCard{"everyAtNight", fleet::ParameterType::pace, "5m",
                         "from one message to the next by night"},
    fleet::ParameterCard{"dayBegins", fleet::ParameterType::time_of_day, "6h",
                         "from midnight UTC to the first busy moment"},
    fleet::ParameterCard{
        "dayEnds", fleet::ParameterType::time_of_day, "18h",
        "from midnight UTC to the first quiet moment; may be the earlier of the two"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "80..120",
                         "payload bytes of a message"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "dt/{cohort}/{thing}/telemetry",
                         "topic it publishes to"},
};

class NightAndDay final : public Traffic {
  public:
    explicit NightAndDay(const fleet::Parameters& given)
        : by_day_(given.duration("every")),
          by_night_(given.duration("everyAtNight")),
          day_begins_(given.duration("dayBegins")),
          day_ends_(given.duration("dayEnds")),
          bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        const auto midnight = std::chrono::floor<std::chrono::days>(from);
        // A slot lies within one day, and the three stretches of a day follow each other: night,
        // day, night, or, when the day lasts beyond midnight, day, night, day.
        const bool is_over_midnight = day_ends_ < day_begins_;
        const fleet::Time first = midnight + std::min(day_begins_, day_ends_),
                          second = midnight + std::max(day_begins_, day_ends_);
        const auto outside = is_over_midnight ? by_day_ : by_night_,
                   between = is_over_midnight ? by_night_ : by_day_;
        const auto stretch = [&](fleet::Duration every, fleet::Time begin, fleet::Time end) {
            begin = std::max(begin, from);
            end = std::min(end, until);
            if (begin < end)
                publish_periodically(context, context.actor, every, bytes_, begin, end, out);
        };
        stretch(outside, midnight, first);
        stretch(between, first, second);
        stretch(outside, second, until);
    }
    double published_per_hour() const override {
        return 3'600'000.0 / static_cast<double>(std::min(by_day_, by_night_).count());
    }

  private:
    fleet::Duration by_day_, by_night_, day_begins_, day_ends_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<NightAndDay>(given);
}

}  // namespace

extern const TrafficKind night_and_day{
    .card = {.name = "night-and-day",
             .story = "A device is busy by day and quiet by night.",
             .attack_id = {},
             .speaks = "nothing: a good profile knows that nights are quiet",
             .parameters = parameters},
    .is_received = false,
    .make = make};

}  // namespace scenarios::traffic
