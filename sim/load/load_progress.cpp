// What a person sees while a load test runs.
#include <fmt/format.h>

#include "sim/load/load_run.hpp"

namespace sim {
namespace {

std::string percentiles(const Histogram& latency) {
    if (latency.count() == 0) return "nothing yet";
    return fmt::format("p50 {}  p95 {}  p99 {}", duration_text(latency.quantile_us(0.5)),
                       duration_text(latency.quantile_us(0.95)),
                       duration_text(latency.quantile_us(0.99)));
}

std::string broker_of(const LoadProgress& progress) {
    if (!progress.broker_cpu) return "client side only";
    return fmt::format("broker {:.0f} % of a core", 100 * *progress.broker_cpu);
}

}  // namespace

std::vector<std::string> progress_lines(const LoadProgress& progress) {
    const auto& total = progress.total;
    const bool has_tap = progress.broker_cpu.has_value();
    std::vector<std::string> lines{
        fmt::format("{}, {:.0f} s: {} of {} connected, {} connecting, {} messages in flight",
                    progress.phase, progress.seconds, progress.up, progress.devices,
                    progress.connecting, progress.in_flight),
        fmt::format("  {:.0f} connects/s, {:.0f} messages/s, {} errors, {}",
                    progress.connects_per_s, progress.messages_per_s, total.error_count(),
                    broker_of(progress)),
        fmt::format("  connect            {}", percentiles(total.connect)),
        fmt::format("  publish to {}  {}", has_tap ? "engine" : "PUBACK",
                    percentiles(has_tap ? total.engine : total.acknowledge))};
    if (has_tap) lines.push_back(fmt::format("  engine lag         {}", percentiles(total.lag)));
    return lines;
}

std::string progress_line(const LoadProgress& progress) {
    const auto& total = progress.total;
    return fmt::format(
        "{:>4.0f} s  {:<8} {}/{} connected  {:.0f} connects/s  {:.0f} messages/s  {} errors  "
        "connect p99 {}  {}",
        progress.seconds, progress.phase, progress.up, progress.devices, progress.connects_per_s,
        progress.messages_per_s, total.error_count(),
        duration_text(total.connect.quantile_us(0.99)), broker_of(progress));
}

}  // namespace sim
