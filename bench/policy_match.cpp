// Verdicts a second: what a publish costs the broker before anything is cached.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>

#include "bench/table.hpp"
#include "fleet/access.hpp"
#include "fleet/base/text.hpp"

namespace {

constexpr std::string_view arn = "arn:aws:iot:us-east-1:123456789012:";

/// Ten statements as a careful fleet has them: connect, telemetry, commands, shadow, jobs, denies.
std::string ten_statements() {
    constexpr std::string_view thing = "${iot:Connection.Thing.ThingName}";
    const auto statement = [&](std::string_view effect, std::string_view action,
                               std::string_view head, std::string_view tail) {
        return fmt::format(R"({{"Effect":"{}","Action":"iot:{}","Resource":"{}{}{}"}})", effect,
                           action, arn, head, tail);
    };
    const auto own = [&](std::string_view text) { return fmt::format("{}{}", thing, text); };
    const std::vector<std::string> statements{
        statement("Allow", "Connect", "client/", own("")),
        statement("Allow", "Publish", "topic/$aws/things/", own("/shadow/*")),
        statement("Allow", "Publish", "topic/$aws/things/", own("/jobs/*")),
        statement("Allow", "Publish", "topic/dt/*/", own("/telemetry")),
        statement("Allow", "Subscribe", "topicfilter/cmd/*/", own("")),
        statement("Allow", "Subscribe", "topicfilter/$aws/things/", own("/*")),
        statement("Allow", "Receive", "topic/cmd/*/", own("")),
        statement("Allow", "Receive", "topic/$aws/things/", own("/*")),
        statement("Deny", "Publish", "topic/*/admin/*", ""),
        statement("Deny", "Subscribe", "topicfilter/#", "")};
    return fmt::format(R"({{"Statement":[{}]}})", fleet::join(statements, ","));
}

fleet::Inventory fleet_of(std::uint32_t devices) {
    fleet::Inventory inventory;
    fleet::Policy policy;
    policy.name = "device";
    policy.versions = {{.id = "1", .document = ten_statements(), .creation_date = {}}};
    inventory.policies = {policy};
    for (std::uint32_t k = 0; k < devices; ++k) {
        fleet::Certificate certificate;
        for (unsigned i = 0; i < 4; ++i)
            certificate.id[i] = static_cast<std::uint8_t>(k >> (8 * i));
        certificate.things = {k};
        certificate.policies = {0};
        inventory.certificates.push_back(certificate);
        fleet::Thing thing;
        thing.name = fmt::format("pump-{}", k);
        thing.certificates = {k};
        inventory.things.push_back(thing);
    }
    return inventory;
}

/// The baseline: one plain comparison of texts as long as a verdict's resource.
void compare_one_text(benchmark::State& state) {
    const auto one = fmt::format("{}topic/dt/plant/pump-77/telemetry", arn);
    const auto other = one;
    for (auto _ : state) {
        benchmark::DoNotOptimize(one.data());
        benchmark::DoNotOptimize(one == other);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(compare_one_text);

void judge(benchmark::State& state, fleet::PolicyAction action, std::string_view topic) {
    const auto inventory = fleet_of(1000);
    const fleet::Access access(inventory);
    const auto principal = access.principal(77, "pump-77", "10.0.0.1");
    for (auto _ : state) benchmark::DoNotOptimize(access.may(principal, action, topic));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(judge, publish_allowed, fleet::PolicyAction::publish,
                  "dt/plant/pump-77/telemetry");
BENCHMARK_CAPTURE(judge, publish_denied, fleet::PolicyAction::publish,
                  "dt/plant/pump-78/telemetry");
BENCHMARK_CAPTURE(judge, receive_allowed, fleet::PolicyAction::receive, "cmd/plant/pump-77");

void compile_fleet(benchmark::State& state) {
    const auto inventory = fleet_of(static_cast<std::uint32_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(fleet::Access(inventory).version(0));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(compile_fleet)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

constexpr bench::Figure one_comparison{"compare_one_text", "items_per_second"};
constexpr std::array rows{
    bench::Row{"Allow a publish, ten statements",
               "verdicts/s",
               {"judge/publish_allowed", "items_per_second"},
               one_comparison},
    bench::Row{"Deny a publish, ten statements",
               "verdicts/s",
               {"judge/publish_denied", "items_per_second"},
               one_comparison},
    bench::Row{"Allow a receive, ten statements",
               "verdicts/s",
               {"judge/receive_allowed", "items_per_second"},
               one_comparison},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
