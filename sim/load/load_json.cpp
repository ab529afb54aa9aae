// The result for a program: docs/schemas/load.schema.json.
#include <nlohmann/json.hpp>

#include "sim/load/load_result.hpp"

namespace sim {
namespace {

using fleet::Json;

Json to_json(const Histogram& latency) {
    if (latency.count() == 0) return nullptr;
    return {{"count", latency.count()},
            {"minUs", latency.min_us()},
            {"meanUs", latency.sum_us() / latency.count()},
            {"p50Us", latency.quantile_us(0.5)},
            {"p95Us", latency.quantile_us(0.95)},
            {"p99Us", latency.quantile_us(0.99)},
            {"maxUs", latency.max_us()}};
}

Json to_json(const LoadFigures& figures, bool has_tap) {
    Json errors = Json::object();
    for (const auto& [reason, count] : figures.errors) errors[reason] = count;
    Json json{{"seconds", figures.seconds},
              {"connects", figures.connects},
              {"connectsPerSecond", figures.per_second(figures.connects)},
              {"resumed", figures.resumed},
              {"cutOff", figures.cut_off},
              {"messagesSent", figures.sent},
              {"messagesAcknowledged", figures.acknowledged},
              {"messagesPerSecond", figures.per_second(figures.acknowledged)},
              {"messagesInterrupted", figures.interrupted},
              {"messagesUnsent", figures.unsent},
              {"errors", errors},
              {"clientCpuSeconds", figures.client_cpu_seconds},
              {"connect", to_json(figures.connect)},
              {"acknowledge", to_json(figures.acknowledge)}};
    // What nobody could see is absent, not zero.
    if (!has_tap) return json;
    json["messagesSeen"] = figures.seen;
    json["messagesDenied"] = figures.denied;
    json["observations"] = figures.events;
    json["brokerCpuSeconds"] = figures.broker_cpu_seconds;
    json["engine"] = to_json(figures.engine);
    json["lag"] = to_json(figures.lag);
    return json;
}

Json to_json(const LoadPlan& plan) {
    return {
        {"rampPerSecond", plan.ramp_per_s},
        {"steadySeconds", std::chrono::duration<double>(plan.steady).count()},
        {"messagesPerSecondPerDevice", plan.rate_per_s ? Json(*plan.rate_per_s) : Json(nullptr)},
        {"stormDevices", plan.storm_devices},
        {"resume", plan.resumes},
        {"restartBroker", plan.restarts_broker}};
}

}  // namespace

Json load_json(const LoadResult& result, std::span<const ObjectiveResult> objectives) {
    Json phases = Json::array(), judged = Json::array();
    for (const auto& [name, figures] : result.phases) {
        Json phase{{"phase", name}};
        phase.update(to_json(figures, result.has_tap));
        phases.push_back(std::move(phase));
    }
    bool is_passed = true;
    for (const auto& [objective, is_met, measured] : objectives) {
        judged.push_back({{"objective", objective}, {"met", is_met}, {"measured", measured}});
        is_passed = is_passed && is_met;
    }
    return {{"scenario", result.scenario},
            {"seed", result.seed},
            {"version", result.version},
            {"broker", result.broker},
            {"clientSideOnly", !result.has_tap},
            {"devices", result.devices},
            {"connected", result.connected},
            {"plan", to_json(result.plan)},
            {"phases", phases},
            {"total", to_json(result.figures(), result.has_tap)},
            {"objectives", judged},
            {"passed", is_passed}};
}

}  // namespace sim
