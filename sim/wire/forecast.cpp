#include "sim/wire/forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

using fleet::Observation;
using fleet::ObservationKind;
using scenarios::Action;
using scenarios::ActionKind;

/// Mosquitto answers for these itself, before any plugin is asked.
void require_ordinary_topic(const Action& action, std::string_view topic) {
    const bool is_subscribe = action.kind == ActionKind::subscribe;
    if (topic.starts_with("$SYS") || topic.starts_with("$CONTROL") ||
        (topic.starts_with("$share") && !is_subscribe)) {
        throw fleet::Error(fmt::format(
            "a device {} \"{}\", which belongs to the broker itself: no simulated device may",
            is_subscribe ? "subscribes to" : "publishes to", topic));
    }
}

bool is_outcome_of_publish(const Observation& seen) {
    return seen.kind == ObservationKind::published || seen.kind == ObservationKind::report ||
           (seen.kind == ObservationKind::denied && seen.reason == fleet::Reason::publish);
}

}  // namespace

std::span<const Observation> Forecast::seen_by(const Round& round) const {
    const auto first = round.first == 0 ? 0 : ends[round.first - 1];
    const auto end = round.end == 0 ? 0 : ends[round.end - 1];
    return std::span(observations).subspan(first, end - first);
}

std::span<const Observation> Forecast::seen_by(std::size_t step) const {
    return seen_by(Round{step, step + 1});
}

Forecast Forecaster::run(const SliceWork& work) {
    Forecast forecast;
    std::uint32_t change = 0;
    for (std::uint32_t action = 0; action < work.actions.size(); ++action) {
        while (change < work.changes.size() &&
               work.changes[change].time <= work.actions[action].time) {
            add_change(work, change++, forecast);
        }
        add_action(work, action, forecast);
    }
    while (change < work.changes.size()) add_change(work, change++, forecast);
    auto& instants = forecast.validity_instants;
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return forecast;
}

void Forecaster::add_action(const SliceWork& work, std::uint32_t position, Forecast& forecast) {
    const auto& action = work.actions[position];
    if (action.topic != fleet::no_name) {
        require_ordinary_topic(action, world_.dictionary.topics.text(action.topic));
    }
    Step step{.kind = action.kind,
              .actor = action.actor,
              .position = position,
              .time = action.time,
              .client_id = world_.actors[action.actor].client_id,
              .address = action.address,
              .payload = action.payload};
    step.is_void = broker_.perform(action, forecast.observations, &step.reached).is_void;
    if (action.actor == world_.cloud && !step.is_void) step.published = action.topic;
    if (action.kind == ActionKind::connect) {
        const auto& credential = world_.fleet.credentials[action.credential];
        for (const auto instant : {credential.not_before, credential.not_after}) {
            if (instant >= work.begin && instant < work.end) {
                forecast.validity_instants.push_back(instant);
            }
        }
    }
    close_step(std::move(step), forecast);
    // What it sends: as many as the broker will answer for (one, where a denial ends the session).
    auto& messages = forecast.messages.back();
    if (action.actor == world_.cloud) messages = forecast.steps.back().is_void ? 0 : action.times;
    for (const auto& seen : forecast.seen_by(forecast.steps.size() - 1)) {
        if (is_outcome_of_publish(seen)) messages += seen.count;
    }
}

void Forecaster::add_change(const SliceWork& work, std::uint32_t position, Forecast& forecast) {
    broker_.apply(work.changes[position], forecast.observations);
    close_step({.is_change = true, .position = position, .time = work.changes[position].time},
               forecast);
}

/// Reads off the step's own observations what it did to sessions.
void Forecaster::close_step(Step step, Forecast& forecast) {
    const auto first = forecast.ends.empty() ? 0 : forecast.ends.back();
    for (auto at = first; at < forecast.observations.size(); ++at) {
        const auto& seen = forecast.observations[at];
        if (seen.kind == ObservationKind::connected) step.altered.push_back(seen.client_id);
        if (seen.kind == ObservationKind::subscribed) {
            step.altered.push_back(seen.client_id);
            step.subscribed = seen.topic;
            filters_[seen.client_id].push_back(seen.topic);
        }
        if (seen.kind == ObservationKind::disconnected) {
            step.altered.push_back(seen.client_id);
            auto lost = std::exchange(filters_[seen.client_id], {});
            std::move(lost.begin(), lost.end(), std::back_inserter(step.lost_filters));
        }
        if (seen.kind == ObservationKind::published || seen.kind == ObservationKind::report) {
            step.published = seen.topic;
        }
    }
    forecast.steps.push_back(std::move(step));
    forecast.ends.push_back(forecast.observations.size());
    forecast.messages.push_back(0);
}

}  // namespace sim
