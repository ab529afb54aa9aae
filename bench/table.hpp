// What a benchmark prints: rows of a Markdown table, each figure beside its baseline of the same
// run.
#pragma once

#include <span>
#include <string_view>

namespace bench {

/// A counter of one benchmark, by the names that Google Benchmark gives both.
struct Figure {
    std::string_view benchmark;
    std::string_view counter;
};

struct Row {
    std::string_view name;
    std::string_view unit;
    Figure figure;
    Figure baseline;
    double scale = 1;  // from the counters' unit to `unit`
};

/// The main of a benchmark program: runs what the command line selects, progress on standard
/// error, and prints one row for each pair of figures that was measured. Several runs of one name
/// give their median. 1 when a benchmark failed.
int run(int argc, char** argv, std::span<const Row> rows);

}  // namespace bench
