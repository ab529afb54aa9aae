// Publishing with the rhythm of a year: irrigation in summer, heating in winter. From day to day
// the pace hardly changes, over months it multiplies. A confounder: no rule may alarm on it.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "scenarios/traffic.hpp"

namespace scenarios::traffic {
namespace {

constexpr std::int64_t half_a_year = 183;  // days

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "5m",
                         "from one message to the next in the middle of the season"},
    fleet::ParameterCard{"everyOffSeason", fleet::ParameterType::pace, "1h",
                         "from one message to the next half a year away from it"},
    fleet::ParameterCard{.name = "month",
                         .type = fleet::ParameterType::count,
                         .default_text = "7",
                         .meaning = "whose 15th is the middle of the season, 1 to 12",
                         .least = 1,
                         .most = 12},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "80..120",
                         "payload bytes of a message"},
    fleet::ParameterCard{"topic", fleet::ParameterType::topic, "dt/{cohort}/{thing}/telemetry",
                         "topic it publishes to"},
};

class Seasonal final : public Traffic {
  public:
    explicit Seasonal(const fleet::Parameters& given)
        : in_season_(given.duration("every")),
          off_season_(given.duration("everyOffSeason")),
          month_(static_cast<unsigned>(given.count("month"))),
          bytes_(given.bytes("bytes")) {}

    void actions(const TrafficContext& context, fleet::Time from, fleet::Time until,
                 std::vector<Action>& out) const override {
        // A slot lies within one day, and a day has one pace.
        const auto away = std::min(days_from_middle(from), half_a_year);
        const auto every = in_season_ + (off_season_ - in_season_) * away / half_a_year;
        publish_periodically(context, context.actor, every, bytes_, from, until, out);
    }
    double published_per_hour() const override {
        return 3'600'000.0 / static_cast<double>(std::min(in_season_, off_season_).count());
    }

  private:
    /// To the nearest middle of a season, of this year or of one beside it.
    std::int64_t days_from_middle(fleet::Time time) const {
        const auto day = std::chrono::floor<std::chrono::days>(time);
        const auto year = std::chrono::year_month_day(day).year();
        std::int64_t nearest = 2 * half_a_year;
        for (const int other : {-1, 0, 1}) {
            const std::chrono::sys_days middle{(year + std::chrono::years{other}) /
                                               std::chrono::month{month_} / 15};
            nearest = std::min<std::int64_t>(nearest, std::abs((day - middle).count()));
        }
        return nearest;
    }

    fleet::Duration in_season_, off_season_;
    unsigned month_;
    fleet::ByteRange bytes_;
};

std::unique_ptr<Traffic> make(const fleet::Parameters& given) {
    return std::make_unique<Seasonal>(given);
}

}  // namespace

extern const TrafficKind seasonal{
    .card = {.name = "seasonal",
             .story = "A device is busy in its season and, half a year later, hardly at all.",
             .attack_id = {},
             .speaks = "nothing: a good profile is good in every month",
             .parameters = parameters},
    .is_received = false,
    .make = make};

}  // namespace scenarios::traffic
