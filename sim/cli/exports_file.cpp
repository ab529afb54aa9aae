#include "sim/cli/exports_file.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

namespace cli {

void ExportsFile::write(fleet::Time time, std::span<const fleet::Outgoing> messages) {
    for (const auto& message : messages) {
        if (!lines_) {
            std::filesystem::create_directories(folder_ / "metrics");
            lines_.emplace(folder_ / "metrics" / "exports.jsonl");
        }
        fmt::format_to(std::back_inserter(lines_->text()),
                       R"({{"time":"{}","topic":{},"message":{}}})", fleet::format_time(time),
                       fleet::to_line(fleet::Json(message.topic)), message.payload);
        lines_->end_line();
    }
}

void ExportsFile::close() {
    if (lines_) lines_->close();
}

}  // namespace cli
