// Devices that do exactly what a rule's test needs: a metric has a value in each slot, written down
// one after the other. What else they would do waits until the series is over.
#include "fleet/base/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "scenarios/events.hpp"
#include "scenarios/refusal.hpp"
#include "scenarios/series_hand.hpp"

namespace scenarios::events_table {
namespace {

using fleet::Series;

/// First those of SeriesHand::Metric, in its order.
constexpr std::array<std::string_view, 13> metrics{"aws:num-messages-sent",
                                                   "aws:num-messages-received",
                                                   "aws:message-byte-size",
                                                   "aws:num-authorization-failures",
                                                   "aws:num-connection-attempts",
                                                   "aws:num-disconnects",
                                                   "aws:all-bytes-in",
                                                   "aws:all-bytes-out",
                                                   "aws:all-packets-in",
                                                   "aws:all-packets-out",
                                                   "aws:num-listening-tcp-ports",
                                                   "aws:num-listening-udp-ports",
                                                   "aws:num-established-tcp-connections"};
constexpr std::size_t of_agents = 6;  // from here on

constexpr std::array parameters{
    fleet::ParameterCard{.name = "metric",
                         .type = fleet::ParameterType::word,
                         .default_text = "",
                         .meaning = "what has these values",
                         .words = metrics},
    fleet::ParameterCard{
        "values", fleet::ParameterType::series, "",
        "a value for each slot from `at` on, as far as there is time; `_`: the device does "
        "nothing; a metric of a device has one series at a time"},
};

std::size_t metric_of(const Engagement& engagement) {
    const auto& name = engagement.parameters.text("metric");
    return static_cast<std::size_t>(std::ranges::find(metrics, name) - metrics.begin());
}

Series series_of(const Engagement& engagement) {
    return fleet::parse_series(engagement.parameters.text("values")).value();
}

/// Slots there is time for.
std::int64_t room_of(const Engagement& engagement) {
    return (engagement.end - engagement.begin) / fleet::slot_length;
}

/// What the devices do within the time there is.
Series played_series_of(const Engagement& engagement) {
    auto series = series_of(engagement);
    if (const auto room = static_cast<std::size_t>(room_of(engagement)); room < series.size())
        series.resize(room);
    return series;
}

[[noreturn]] void refuse(const Engagement& engagement, const std::string& why) {
    scenarios::refuse(engagement.where, why);
}

/// Slots in which nothing happens may lie beyond the end; values would be lost.
void require_room(const Engagement& engagement, const Cast& cast) {
    const auto series = series_of(engagement);
    const auto last = std::find_if(series.rbegin(), series.rend(),
                                   [](const auto& value) { return value.has_value(); });
    const auto count = series.rend() - last, room = room_of(engagement);
    if (count <= room) return;
    const bool is_cut = engagement.end < cast.end();
    refuse(engagement,
           fmt::format("has values for {} slots of five minutes, and {} has room for {}; make {} "
                       "longer, or give fewer values",
                       count, is_cut ? "its \"for\"" : "the run from there on", room,
                       is_cut ? "it" : "the run"));
}

/// Two series on one metric of a device would give it the sum of both.
void require_no_other(const Engagement& engagement, Cast& cast) {
    const auto& metric = engagement.parameters.text("metric");
    const auto slots = static_cast<std::int64_t>(played_series_of(engagement).size());
    const auto end = engagement.begin + fleet::slot_length * slots;
    for (const auto device : engagement.devices) {
        const auto other = cast.claim(engagement, device, metric, end);
        if (!other.empty())
            refuse(
                engagement,
                fmt::format("gives {} of {} values in slots in which {} does so already; let one "
                            "follow the other, or take another device",
                            metric, cast.thing(device),
                            other == engagement.place ? "the same entry" : other));
    }
}

void check_values(const Engagement& engagement) {
    const auto metric = metric_of(engagement);
    for (const auto& value : series_of(engagement)) {
        if (metric == SeriesHand::size && value > 131'072U)
            refuse(engagement, "a message has 131072 bytes at most");
        if ((metric == SeriesHand::attempts || metric == SeriesHand::disconnects) &&
            value > 10'000U)
            refuse(engagement, "nobody comes and goes more than 10000 times in a slot");
        if (metric >= of_agents + 4 && value > 1'000U)
            refuse(engagement, "a report lists 1000 ports or connections at most");
    }
    if (metric == SeriesHand::failures && engagement.is_closed_on_deny)
        refuse(engagement,
               "with closeOnDeny a denied message ends the connection, so that no "
               "slot has as many as it should");
}

/// What the agent tells of its device comes besides, and would make the values others.
void require_nothing_besides(const Engagement& engagement, std::size_t metric,
                             const AgentDescription& agent) {
    const std::array<std::pair<bool, std::string_view>, 7> own{{
        {agent.bytes_in.max > 0, "\"bytesIn\": \"0\""},
        {agent.bytes_out.max > 0, "\"bytesOut\": \"0\""},
        {agent.packets_in.max > 0, "\"packetsIn\": \"0\""},
        {agent.packets_out.max > 0, "\"packetsOut\": \"0\""},
        {!agent.tcp_ports.empty(), "\"tcpPorts\": []"},
        {!agent.udp_ports.empty(), "\"udpPorts\": []"},
        {!agent.connections.empty(), "\"connections\": []"},
    }};
    const auto& [is_told, remedy] = own.at(metric - of_agents);
    if (is_told)
        refuse(engagement, fmt::format("what the cohort's devices report of themselves comes "
                                       "besides; give its \"reports\" {}",
                                       remedy));
    if (agent.every != fleet::slot_length)
        refuse(engagement, "a report tells each value; leave \"every\" of \"reports\" at 5m");
}

/// The report of each slot tells the value.
void tell(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    if (cast.plan_of(device).agent() == nullptr)
        refuse(engagement, "the cohort has no agent that could report this; give it \"reports\"");
    const auto metric = metric_of(engagement);
    require_nothing_besides(engagement, metric, cast.plan_of(device).agent()->description());
    auto begin = engagement.begin;
    for (const auto& value : series_of(engagement)) {
        AgentChange change{.begin = begin, .end = begin + fleet::slot_length};
        const auto count = value.value_or(0);
        if (metric == of_agents) change.added.bytes_in = count;
        if (metric == of_agents + 1) change.added.bytes_out = count;
        if (metric == of_agents + 2) change.added.packets_in = count;
        if (metric == of_agents + 3) change.added.packets_out = count;
        for (std::uint32_t i = 0; metric >= of_agents + 4 && i < count; ++i) {
            if (metric == of_agents + 4) change.tcp_ports.push_back(40'000 + i);
            if (metric == of_agents + 5) change.udp_ports.push_back(40'000 + i);
            if (metric == of_agents + 6)
                change.connections.push_back(
                    fmt::format("198.51.100.{}:{}", 1 + i % 250, 40'000 + i));
        }
        cast.plan_of(device).alter_reports(device, std::move(change));
        begin += fleet::slot_length;
    }
}

void perform(const Engagement& engagement, Cast& cast) {
    if (fleet::epoch_ms(engagement.begin) % fleet::slot_length.count() != 0)
        refuse(engagement,
               "a series begins with a slot: at a multiple of five minutes of the clock");
    check_values(engagement);
    require_room(engagement, cast);
    require_no_other(engagement, cast);
    for (const auto device : engagement.devices) {
        if (metric_of(engagement) >= of_agents) {
            tell(engagement, cast, device);
            continue;
        }
        const SeriesHand hand(static_cast<SeriesHand::Metric>(metric_of(engagement)),
                              played_series_of(engagement), engagement, cast, device);
        if (metric_of(engagement) == SeriesHand::failures &&
            cast.may(device, cast.client_id(device), fleet::PolicyAction::publish,
                     cast.dictionary().topics.text(hand.topics().denied)))
            refuse(engagement, "the policy of the cohort denies nothing");
        cast.plan_of(device).keep_away(device, engagement.begin, hand.end(), true);
        cast.add_overlay(
            device, hand.reach(),
            [hand](std::uint32_t actor, const ActorState& state, const Slot& slot,
                   std::vector<Action>& out) { hand.act(actor, state.is_connected, slot, out); });
    }
}

}  // namespace

extern const Event series{
    .card = {.name = "series",
             .story = "A metric of a device has a value of its own in each slot, written by hand.",
             .attack_id = {},
             .speaks = "whatever the values are for",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
