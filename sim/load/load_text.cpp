// The result for a person at a terminal.
#include <fmt/format.h>

#include "sim/load/load_result.hpp"

namespace sim {
namespace {

std::string head_of(const LoadResult& result) {
    if (result.has_tap)
        return fmt::format("{}: {} devices over a private Mosquitto, mutual TLS\n", result.scenario,
                           result.devices);
    return fmt::format(
        "{}: {} devices over {}, mutual TLS\n"
        "  client-side figures only: a broker that is not ours has no tap, so nothing is said of\n"
        "  what it saw, of the engine or of its processor time\n",
        result.scenario, result.devices, result.broker);
}

std::string phases_of(const LoadResult& result) {
    auto text = fmt::format("\n  {:<8} {:>8} {:>9} {:>7} {:>8} {:>9} {:>8} {:>7} {:>7}\n", "phase",
                            "seconds", "connects", "/s", "resumed", "messages", "/s", "errors",
                            result.has_tap ? "broker" : "");
    for (const auto& [name, figures] : result.phases) {
        const auto share = figures.seconds > 0 ? figures.broker_cpu_seconds / figures.seconds : 0;
        text += fmt::format(
            "  {:<8} {:>8.1f} {:>9} {:>7.0f} {:>8} {:>9} {:>8.0f} {:>7} {:>7}\n", name,
            figures.seconds, figures.connects, figures.per_second(figures.connects),
            figures.resumed, figures.acknowledged, figures.per_second(figures.acknowledged),
            figures.error_count(), result.has_tap ? fmt::format("{:.0f} %", 100 * share) : "");
    }
    return text;
}

std::string line_of(std::string_view name, const Histogram& latency) {
    if (latency.count() == 0) return {};
    return fmt::format("  {:<32} {:>8} {:>8} {:>8} {:>8} {:>8}\n", name, latency.count(),
                       duration_text(latency.quantile_us(0.5)),
                       duration_text(latency.quantile_us(0.95)),
                       duration_text(latency.quantile_us(0.99)), duration_text(latency.max_us()));
}

std::string latencies_of(const LoadResult& result) {
    const auto steady = result.figures("steady");
    // Padding counts bytes: an arrow has three of them.
    return fmt::format("\n  {:<32} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "latency", "count", "p50",
                       "p95", "p99", "max") +
           line_of("connect, ramp", result.figures("ramp").connect) +
           line_of("connect, after the restart", result.figures("restart").connect) +
           line_of("connect, storm", result.figures("storm").connect) +
           line_of("publish to PUBACK", steady.acknowledge) +
           line_of("publish to broker to engine", steady.engine) +
           line_of("engine lag", steady.lag);
}

std::string messages_of(const LoadResult& result) {
    const auto all = result.figures();
    auto text = fmt::format("\n  messages: {} sent, {} acknowledged", all.sent, all.acknowledged);
    if (result.has_tap) text += fmt::format(", {} seen by the engine", all.seen);
    if (all.denied != 0) text += fmt::format(", {} denied by policy", all.denied);
    if (all.interrupted != 0)
        text += fmt::format(", {} unacknowledged when their connection ended", all.interrupted);
    if (all.unsent != 0) text += fmt::format(", {} not sent when due", all.unsent);
    text += fmt::format("\n  devices: {} of {} connected at the end\n", result.connected,
                        result.devices);
    if (all.errors.empty()) return text + "  errors: none\n";
    for (const auto& [reason, count] : all.errors)
        text += fmt::format("  error: {} x {}\n", count, reason);
    return text;
}

}  // namespace

std::string load_text(const LoadResult& result, std::span<const ObjectiveResult> objectives) {
    auto text = head_of(result) + phases_of(result) + latencies_of(result) + messages_of(result);
    for (const auto& [objective, is_met, measured] : objectives)
        text +=
            fmt::format("  {}  {}: measured {}\n", is_met ? "ok  " : "MISS", objective, measured);
    return text;
}

}  // namespace sim
