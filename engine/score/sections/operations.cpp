// AWS operations the scenario performed, and the errors they were answered with.
#include <fmt/format.h>

#include <array>
#include <numeric>

#include "engine/score/sections.hpp"

namespace score::sections_table {
namespace {

using Texts = std::vector<std::string>;

const engine::OperationRecord& record_of(const Run& run, std::size_t item) {
    return run.findings.operations[item];
}

constexpr std::array<Field, 2> fields{{
    {"operation", FieldType::text, true, " {}",
     [](const Run& run, std::size_t i) { return Texts{record_of(run, i).operation}; }},
    {"errorCode", FieldType::text, false, " that fails with {}",
     [](const Run& run, std::size_t i) { return Texts{record_of(run, i).error_code}; }},
}};

}  // namespace

const Section operations{
    .name = "operations",
    .one = "operation",
    .is_timed = false,
    .fields = fields,
    .items =
        [](const Run& run) {
            std::vector<std::size_t> all(run.findings.operations.size());
            std::iota(all.begin(), all.end(), 0);
            return all;
        },
    .time = [](const Run& run, std::size_t i) { return record_of(run, i).time; },
    .describe =
        [](const Run& run, std::size_t i) {
            const auto& record = record_of(run, i);
            return fmt::format(
                "{} at {}{}", record.operation, fleet::format_time(record.time),
                record.error_code.empty()
                    ? " succeeded"
                    : fmt::format(" failed with {}: {}", record.error_code, record.error_message));
        }};

}  // namespace score::sections_table
