// A device that says what it always says, only far too often: misconfigured, not attacked. Still
// somebody should hear it.
#include <array>

#include "scenarios/usual_traffic.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "factor",
                         .type = fleet::ParameterType::count,
                         .default_text = "60",
                         .meaning = "times as often as usual; 60 is seconds taken for minutes",
                         .least = 2,
                         .most = 10'000},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    for (const auto device : engagement.devices) {
        publish_more_of_the_usual(engagement, cast, device, engagement.begin, engagement.end,
                                  engagement.parameters.count("factor"));
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:num-messages-sent", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack crying_baby{
    .card = {.name = "crying-baby",
             .story = "A misconfigured device says what it always says, sixty times too often.",
             .attack_id = "",
             .speaks = "aws:num-messages-sent",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
