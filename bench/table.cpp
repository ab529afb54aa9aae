#include "bench/table.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "fleet/base/error.hpp"

namespace bench {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

/// Shows the runs as they end, and keeps them.
class Keeper final : public benchmark::ConsoleReporter {
  public:
    Keeper() : ConsoleReporter(OO_None) { SetOutputStream(&std::cerr); }

    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            has_failed = has_failed || run.error_occurred;
            if (run.run_type == Run::RT_Iteration) kept.push_back(run);
        }
    }

    std::vector<Run> kept;
    bool has_failed = false;
};

/// Google Benchmark appends how it measured to the names.
bool is_named(const Run& run, std::string_view name) {
    const auto full = run.benchmark_name();
    if (!full.starts_with(name)) return false;
    const auto tail = std::string_view(full).substr(name.size());
    return tail.empty() || tail.starts_with("/iterations:") || tail == "/real_time";
}

std::optional<double> value_of(const std::vector<Run>& runs, const Figure& figure) {
    std::vector<double> values;
    for (const auto& run : runs) {
        const auto found = run.counters.find(std::string(figure.counter));
        if (is_named(run, figure.benchmark) && found != run.counters.end())
            values.push_back(found->second.value);
    }
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Three digits, or a whole number in groups of three.
std::string in_digits(double value) {
    if (value < 1000) return fmt::format("{:.3g}", value);
    auto text = fmt::format("{:.0f}", value);
    for (auto at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
    return text;
}

}  // namespace

int run(int argc, char** argv, std::span<const Row> rows) try {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    Keeper keeper;
    benchmark::RunSpecifiedBenchmarks(&keeper);
    for (const auto& row : rows) {
        const auto figure = value_of(keeper.kept, row.figure);
        const auto baseline = value_of(keeper.kept, row.baseline);
        if (!figure || !baseline) continue;
        fmt::print("| {} | {} {} | {} | {:.3g} |\n", row.name, in_digits(*figure * row.scale),
                   row.unit, in_digits(*baseline * row.scale), *figure / *baseline);
    }
    return keeper.has_failed ? 1 : 0;
} catch (const fleet::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}

}  // namespace bench
