// The metrics report of a device, from JSON or CBOR. Everything about its size and depth is bounded
// before anything is built. (docs/detect-semantics §12)
#pragma once

#include <memory>
#include <string_view>

#include "engine/detect/reports/device_report.hpp"
#include "fleet/report_topic.hpp"

namespace engine {

/// A payload of so many bytes, or more, is refused unread.
inline constexpr std::size_t report_bytes_max = 128 * 1024;

/// Uses its memory again for every report; one thread at a time.
class ReportReader {
  public:
    ReportReader();
    ReportReader(ReportReader&&) noexcept;
    ~ReportReader();

    /// False: the report is malformed. `report` is whatever was read until then.
    bool read(std::string_view payload, fleet::ReportEncoding encoding, DeviceReport& report);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace engine
