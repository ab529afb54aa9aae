#include "scenarios/agent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fleet/base/error.hpp"

namespace scenarios {
namespace {

using namespace std::chrono_literals;
using fleet::Time;

constexpr fleet::Duration uptime = 7 * 24h;  // of devices, at the start
constexpr std::size_t sampled_max = 50;      // elements that an agent tells of a long list
constexpr std::uint64_t first_flag = 1;      // in Action::size_seed: the first of its connection
constexpr unsigned counters_max = 4;

std::optional<std::uint64_t> whole(std::string_view text) {
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

AgentFaults together(AgentFaults faults, const AgentFaults& others) {
    faults.cumulative_counters |= others.cumulative_counters;
    faults.first_report_spike |= others.first_report_spike;
    faults.omitted_empty_lists |= others.omitted_empty_lists;
    faults.sampled_lists |= others.sampled_lists;
    faults.unwrapped_numbers |= others.unwrapped_numbers;
    return faults;
}

template <class Element>
void append(std::optional<AgentList<Element>>& list, const std::vector<Element>& elements) {
    if (!list) return;
    list->elements.insert(list->elements.end(), elements.begin(), elements.end());
}

/// Tells how many there are, or leaves an empty list out.
template <class Element>
void close(std::optional<AgentList<Element>>& list, bool omits_empty) {
    if (!list) return;
    list->total = list->elements.size();
    if (omits_empty && list->elements.empty()) list.reset();
}

}  // namespace

std::optional<CountRange> parse_count_range(std::string_view text) {
    constexpr std::uint64_t most = 1'000'000'000'000'000;  // 15 digits: exact everywhere
    const auto dots = text.find("..");
    const auto low = whole(text.substr(0, dots));
    const auto high = dots == std::string_view::npos ? low : whole(text.substr(dots + 2));
    if (!low || !high || *low > *high || *high > most) return std::nullopt;
    return CountRange{.min = *low, .max = *high};
}

Agent::Agent(AgentDescription description, fleet::Random random, std::uint64_t group,
             std::vector<Topics> topics, Time start)
    : description_(std::move(description)),
      random_(random),
      group_(group),
      topics_(std::move(topics)),
      born_(start - uptime) {}

void Agent::alter(std::uint32_t k, AgentChange change) { changes_[k].push_back(std::move(change)); }

std::span<const AgentChange> Agent::changes_of(std::uint32_t k) const {
    const auto found = changes_.find(k);
    if (found == changes_.end()) return {};
    return found->second;
}

void Agent::reach(std::uint32_t k, std::vector<fleet::NameId>& topics) const {
    for (const auto& change : changes_of(k))
        if (change.topic != fleet::no_name) topics.push_back(change.topic);
}

std::int64_t Agent::phase_of(std::uint32_t k) const {
    auto draw = random_.stream(group_, k, fleet::Purpose::report);
    return static_cast<std::int64_t>(
        fleet::scaled(draw(), static_cast<std::uint64_t>(description_.every.count())));
}

/// How many usual reports lie before `time`.
std::int64_t Agent::number_at(std::uint32_t k, Time time) const {
    return ((time - born_).count() - phase_of(k)) / description_.every.count();
}

void Agent::actions(std::uint32_t actor, std::uint32_t k, Time connected, Time from, Time until,
                    std::vector<Action>& out) const {
    const auto emit = [&](Time time, fleet::Duration every) {
        auto topic = topics_[k].report;
        for (const auto& change : changes_of(k)) {
            const bool is_on = change.begin <= time && time < change.end;
            if (is_on && change.topic != fleet::no_name) topic = change.topic;
        }
        out.push_back({.time = time,
                       .actor = actor,
                       .kind = ActionKind::report,
                       .topic = topic,
                       .size_seed = time - connected < every ? first_flag : 0});
    };
    const auto each = [&](Time origin, Time begin, Time end, fleet::Duration every) {
        const auto behind = std::max<std::int64_t>(0, (begin - origin).count());
        const auto period = every.count();
        for (auto time = origin + fleet::Duration{(behind + period - 1) / period * period};
             time < end; time += every)
            emit(time, every);
    };
    each(born_ + fleet::Duration{phase_of(k)}, from, until, description_.every);
    for (const auto& change : changes_of(k)) {
        if (change.every > fleet::Duration{})
            each(change.begin, std::max(from, change.begin), std::min(until, change.end),
                 change.every);
    }
}

/// The device's counter after so many reports. What is added from one to the next lies in its range
/// and the counter needs no history.
std::uint64_t Agent::counter(std::uint32_t k, std::int64_t number, unsigned which) const {
    const std::array ranges{&description_.bytes_in, &description_.bytes_out,
                            &description_.packets_in, &description_.packets_out};
    const auto& range = *ranges.at(which);
    const auto middle = range.min + (range.max - range.min) / 2;
    const auto spread = (range.max - range.min) / 2;
    auto draw = random_.stream(group_, k, fleet::Purpose::report,
                               1 + static_cast<std::uint64_t>(number) * counters_max + which);
    return middle * static_cast<std::uint64_t>(number) + draw.below(spread + 1);
}

AgentCounters Agent::counters(std::uint32_t k, Time time, const AgentFaults& faults,
                              bool is_first) const {
    const auto number = number_at(k, time) + 1;
    const bool tells_total = faults.cumulative_counters || (faults.first_report_spike && is_first);
    std::array<std::uint64_t, counters_max> told{};
    for (unsigned which = 0; which < counters_max; ++which)
        told.at(which) =
            counter(k, number, which) - (tells_total ? 0 : counter(k, number - 1, which));
    return {
        .bytes_in = told[0], .bytes_out = told[1], .packets_in = told[2], .packets_out = told[3]};
}

AgentReport Agent::report(std::uint32_t k, const Action& action) const {
    const auto& groups = description_.groups;
    AgentReport report{.encoding = description_.encoding,
                       .names = description_.names,
                       .report_id = static_cast<std::uint64_t>(fleet::epoch_ms(action.time))};
    auto faults = description_.faults;
    const auto is_on = [&](const AgentChange& change) {
        return change.begin <= action.time && action.time < change.end;
    };
    for (const auto& change : changes_of(k))
        if (is_on(change)) faults = together(faults, change.faults);
    if (groups.tcp_ports) report.tcp_ports.emplace().elements = description_.tcp_ports;
    if (groups.udp_ports) report.udp_ports.emplace().elements = description_.udp_ports;
    if (groups.connections) report.connections.emplace().elements = description_.connections;
    if (groups.network)
        report.network = counters(k, action.time, faults, (action.size_seed & first_flag) != 0);
    for (const auto& change : changes_of(k)) {
        if (!is_on(change)) continue;
        append(report.tcp_ports, change.tcp_ports);
        append(report.udp_ports, change.udp_ports);
        append(report.connections, change.connections);
        report.is_cut |= change.is_cut;
        if (change.clock != fleet::Duration{})
            report.report_id = static_cast<std::uint64_t>(
                std::max<std::int64_t>(1, fleet::epoch_ms(action.time + change.clock)));
        if (!report.network) continue;
        report.network->bytes_in += change.added.bytes_in;
        report.network->bytes_out += change.added.bytes_out;
        report.network->packets_in += change.added.packets_in;
        report.network->packets_out += change.added.packets_out;
    }
    close(report.tcp_ports, faults.omitted_empty_lists);
    close(report.udp_ports, faults.omitted_empty_lists);
    close(report.connections, faults.omitted_empty_lists);
    tell_custom(k, action, report);
    if (faults.sampled_lists) sample(k, action, report);
    if (faults.unwrapped_numbers)
        for (auto& metric : report.custom) metric.is_wrapped = false;
    return report;
}

void Agent::tell_custom(std::uint32_t k, const Action& action, AgentReport& report) const {
    auto draw = random_.stream(group_, k, fleet::Purpose::report_value,
                               static_cast<std::uint64_t>(fleet::epoch_ms(action.time)));
    for (const auto& custom : description_.custom) {
        auto& metric = report.custom.emplace_back();
        metric.name = custom.name;
        if (const auto* range = std::get_if<CountRange>(&custom.value))
            metric.value =
                static_cast<double>(range->min + draw.below(range->max - range->min + 1));
        else if (const auto* numbers = std::get_if<std::vector<double>>(&custom.value))
            metric.value = *numbers;
        else
            metric.value = std::get<AgentTexts>(custom.value);
    }
    for (const auto& change : changes_of(k)) {
        if (action.time < change.begin || action.time >= change.end) continue;
        for (const auto& [name, number] : change.custom) {
            const auto own = std::ranges::find(report.custom, name, &AgentMetric::name);
            auto& metric = own == report.custom.end() ? report.custom.emplace_back() : *own;
            metric.name = name;
            metric.value = number;
        }
    }
}

/// Some of a long list, as agents do that must keep a report short.
void Agent::sample(std::uint32_t k, const Action& action, AgentReport& report) const {
    auto draw = random_.stream(group_, k, fleet::Purpose::report_value,
                               static_cast<std::uint64_t>(fleet::epoch_ms(action.time)) + 1);
    const auto thin_out = [&](auto& list) {
        if (!list) return;
        auto& elements = list->elements;
        while (elements.size() > sampled_max)
            elements.erase(elements.begin() +
                           static_cast<std::ptrdiff_t>(draw.below(elements.size())));
    };
    thin_out(report.tcp_ports);
    thin_out(report.udp_ports);
    thin_out(report.connections);
}

}  // namespace scenarios
