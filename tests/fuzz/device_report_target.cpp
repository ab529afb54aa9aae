#include <string>
#include <string_view>

#include "engine/detect/reports/report_reader.hpp"
#include "engine/detect/reports/transcribe.hpp"
#include "fleet/base/error.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

using engine::DeviceReport;
using engine::ReportList;
using fleet::require;

/// Does what was read hold together?
void check(const DeviceReport& report) {
    require(!report.id || *report.id > 0, "ids begin with 1");
    const auto lies_in = [](const ReportList& list, std::size_t size) {
        return list.first <= list.end && list.end <= size;
    };
    for (const auto* list : {&report.tcp_ports, &report.udp_ports}) {
        if (!*list) continue;
        require(lies_in(**list, report.numbers.size()), "a list lies in what was read");
        for (auto i = (*list)->first; i < (*list)->end; ++i)
            require(report.numbers[i] >= 1 && report.numbers[i] <= 65535, "ports are ports");
    }
    if (report.destinations)
        require(lies_in(*report.destinations, report.texts.size()), "a list lies in what was read");
    for (const auto& custom : report.custom) {
        const bool is_of_numbers = custom.type == engine::CustomMetricType::number_list;
        require(lies_in(custom.list, is_of_numbers ? report.numbers.size() : report.texts.size()),
                "a list lies in what was read");
    }
}

}  // namespace

void device_report(Input input) {
    static engine::ReportReader reader;
    const std::string payload(input.begin(), input.end());
    DeviceReport report;
    if (reader.read(payload, fleet::ReportEncoding::json, report)) {
        require(report.id.has_value(), "a right report has an id");
        check(report);
    }
    const bool is_right = reader.read(payload, fleet::ReportEncoding::cbor, report);
    if (is_right) check(report);
    const auto id = report.id;
    // CBOR has one reader with JSON: what it comes to reads the same.
    std::string json;
    if (payload.size() >= engine::report_bytes_max || !engine::cbor_to_json(payload, json)) {
        require(!is_right, "what is no CBOR is no report");
        return;
    }
    if (json.size() >= engine::report_bytes_max) return;
    require(reader.read(json, fleet::ReportEncoding::json, report) == is_right && report.id == id,
            "a report reads the same in both encodings");
}

}  // namespace fuzz
