// What the reader of device reports knows: names, ports, addresses, and what Device Defender
// keeps.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/detect/reports/device_report.hpp"

namespace engine {

inline constexpr std::uint64_t port_max = 65535;

/// Long or short, whichever a device uses, member by member. The lengths are known when this is
/// compiled, which makes a comparison of a load or two.
template <std::size_t Long, std::size_t Short>
[[gnu::always_inline]] inline bool is(std::string_view key, const char (&long_name)[Long],
                                      const char (&short_name)[Short]) {
    return (key.size() == Long - 1 && std::memcmp(key.data(), long_name, Long - 1) == 0) ||
           (key.size() == Short - 1 && std::memcmp(key.data(), short_name, Short - 1) == 0);
}

/// "1.0": Major.Minor.
bool is_version(std::string_view text);
/// The address of "192.0.2.1:8883" or "[2001:db8::1]:8883"; empty when there is none.
std::string_view host_of(std::string_view peer);
/// Characters that Device Defender keeps in a string of a custom metric.
bool is_kept_text(std::string_view text);
/// Has it no more significant digits than Device Defender keeps?
bool is_kept_number(double number);

/// What stands from `first` on as a list: each value once, in the order told.
ReportList list_of(std::vector<double>& values, std::size_t first);
ReportList list_of(std::vector<std::string_view>& values, std::size_t first);

/// A list says how many there are where nothing else does; none at all are an empty list.
void settle_total(std::optional<std::uint64_t>& total, const std::optional<std::uint64_t>& length,
                  std::optional<ReportList>& list);

}  // namespace engine
