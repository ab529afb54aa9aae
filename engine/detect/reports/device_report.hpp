// What a device says of itself in one metrics report, read and checked. (docs/detect-semantics §12)
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/detect/figure.hpp"
#include "engine/detect/profile.hpp"

namespace engine {

/// [first, end) in the report's numbers or texts.
struct ReportList {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
};

struct CustomFigure {
    std::string_view name;
    CustomMetricType type{};
    double number = 0;  // of type number; the others are lists
    ReportList list;
};

/// Texts live as long as the reader that read them, and until it reads again.
struct DeviceReport {
    std::optional<std::uint64_t> id;  // also of a report that is malformed further on
    std::array<std::optional<std::uint64_t>, figure_numbers> numbers_of;  // by Figure
    std::optional<ReportList> tcp_ports, udp_ports;                       // in numbers
    std::optional<ReportList> destinations;                               // in texts
    std::vector<CustomFigure> custom;
    std::vector<double> numbers;
    std::vector<std::string_view> texts;

    void clear() {
        id.reset();
        numbers_of.fill(std::nullopt);
        tcp_ports.reset(), udp_ports.reset(), destinations.reset();
        custom.clear(), numbers.clear(), texts.clear();
    }
};

}  // namespace engine
