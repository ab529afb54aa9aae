#include "engine/score/possible_times.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/text_form.hpp"

namespace score {

std::optional<fleet::Time> time_meant(const fleet::Json& given, const Possible& possible) {
    if (given.is_string())
        return fleet::parse_moment(given.get_ref<const std::string&>(), possible.start,
                                   possible.end);
    return fleet::read_aws_time(given);
}

fleet::Time slot_end_from(fleet::Time time, const Possible& possible) {
    const auto first = fleet::slot_start(possible.start) + fleet::slot_length;
    const auto begin = fleet::slot_start(time);
    return std::max(first, begin == time ? begin : begin + fleet::slot_length);
}

RunFacts facts_of(const Possible& possible) {
    return {.start = possible.start,
            .end = possible.end,
            .devices = 0,
            .behaviors_for = {},
            .cohort_of = {}};
}

}  // namespace score
