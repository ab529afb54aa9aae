// The result for a Prometheus server, by way of a node exporter's text files or a push gateway.
#include <fmt/format.h>

#include <array>
#include <functional>

#include "sim/load/load_result.hpp"

namespace sim {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

/// Builds the exposition metric by metric: all samples of one stand together below its head.
class Exposition {
  public:
    explicit Exposition(const LoadResult& result)
        : result_(result), scenario_(escaped(result.scenario)) {}

    void head(std::string_view name, std::string_view type, std::string_view help) {
        text_ += fmt::format("# HELP fleetdrill_load_{0} {2}\n# TYPE fleetdrill_load_{0} {1}\n",
                             name, type, help);
    }
    /// `labels` begin with a comma where there are any.
    void sample(std::string_view name, std::string_view labels, double value) {
        text_ += fmt::format("fleetdrill_load_{}{{scenario=\"{}\"{}}} {}\n", name, scenario_,
                             labels, value);
    }
    void by_phase(std::string_view name, std::string_view type, std::string_view help,
                  const std::function<double(const LoadFigures&)>& read) {
        head(name, type, help);
        for (const auto* phase : {"ramp", "steady", "restart", "storm"}) {
            if (!result_.has_phase(phase)) continue;
            sample(name, fmt::format(",phase=\"{}\"", phase), read(result_.figures(phase)));
        }
    }
    void summary(std::string_view name, std::string_view help, Histogram LoadFigures::*member) {
        head(name, "summary", help);
        for (const auto* phase : {"ramp", "steady", "restart", "storm"}) {
            const auto latency = result_.figures(phase).*member;
            if (latency.count() == 0) continue;
            for (const double share : {0.5, 0.95, 0.99})
                sample(name, fmt::format(",phase=\"{}\",quantile=\"{}\"", phase, share),
                       static_cast<double>(latency.quantile_us(share)) / 1e6);
            const auto labels = fmt::format(",phase=\"{}\"", phase);
            sample(fmt::format("{}_sum", name), labels,
                   static_cast<double>(latency.sum_us()) / 1e6);
            sample(fmt::format("{}_count", name), labels, static_cast<double>(latency.count()));
        }
    }
    std::string take() { return std::move(text_); }

  private:
    const LoadResult& result_;
    std::string scenario_;
    std::string text_;
};

void write_counts(const LoadResult& result, Exposition& out) {
    struct Count {
        std::string_view name, help;
        std::uint64_t LoadFigures::*member;
        bool needs_tap;
    };
    static constexpr std::array counts{
        Count{"connects_total", "Connections the broker accepted.", &LoadFigures::connects, false},
        Count{"resumed_total", "Of those, with a TLS session of before.", &LoadFigures::resumed,
              false},
        Count{"messages_sent_total", "Messages published.", &LoadFigures::sent, false},
        Count{"messages_acknowledged_total", "Messages the broker acknowledged.",
              &LoadFigures::acknowledged, false},
        Count{"messages_interrupted_total", "Messages unacknowledged when a connection ended.",
              &LoadFigures::interrupted, false},
        Count{"messages_unsent_total", "Messages due that could not be sent.", &LoadFigures::unsent,
              false},
        Count{"messages_seen_total", "Messages the engine was given.", &LoadFigures::seen, true},
        Count{"messages_denied_total", "Of those, refused by policy.", &LoadFigures::denied, true},
    };
    for (const auto& count : counts) {
        if (count.needs_tap && !result.has_tap) continue;
        out.by_phase(count.name, "counter", count.help, [&](const LoadFigures& figures) {
            return static_cast<double>(figures.*count.member);
        });
    }
}

void write_errors(const LoadResult& result, Exposition& out) {
    out.head("errors_total", "counter", "What went wrong, by reason.");
    for (const auto& [reason, count] : result.figures().errors)
        out.sample("errors_total", fmt::format(",reason=\"{}\"", escaped(reason)),
                   static_cast<double>(count));
}

}  // namespace

std::string load_prometheus(const LoadResult& result, std::span<const ObjectiveResult> objectives) {
    Exposition out(result);
    out.head("devices", "gauge", "Devices of the fleet.");
    out.sample("devices", "", static_cast<double>(result.devices));
    out.head("connected", "gauge", "Devices connected at the end.");
    out.sample("connected", "", static_cast<double>(result.connected));
    out.by_phase("phase_seconds", "gauge", "How long the phase took.",
                 [](const LoadFigures& figures) { return figures.seconds; });
    write_counts(result, out);
    write_errors(result, out);
    out.summary("connect_seconds", "Begin of a connection to CONNACK.", &LoadFigures::connect);
    out.summary("acknowledge_seconds", "Publish to PUBACK.", &LoadFigures::acknowledge);
    if (result.has_tap) {
        out.summary("engine_seconds", "Publish to broker to engine.", &LoadFigures::engine);
        out.summary("lag_seconds", "The broker's decision to the engine.", &LoadFigures::lag);
        out.by_phase("broker_cpu_seconds", "gauge", "Processor time of the broker.",
                     [](const LoadFigures& figures) { return figures.broker_cpu_seconds; });
    }
    out.by_phase("client_cpu_seconds", "gauge", "Processor time of the clients and the engine.",
                 [](const LoadFigures& figures) { return figures.client_cpu_seconds; });
    if (!objectives.empty()) out.head("objective_met", "gauge", "1 when the objective is met.");
    for (const auto& objective : objectives)
        out.sample("objective_met", fmt::format(",objective=\"{}\"", escaped(objective.objective)),
                   objective.is_met ? 1 : 0);
    return out.take();
}

}  // namespace sim
