#include "sim/cli/audit_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace cli {
namespace {

using Name = std::string_view;
constexpr std::array audit_keys{Name("at"), Name("export"), Name("findings"), Name("task")};
constexpr std::array audit_entries{Name("audit.csv"), Name("audit.json"), Name("audit.txt")};

const ResultFolder audit_folder{.name = "folder of an audit",
                                .mark = "audit.json",
                                .mark_keys = audit_keys,
                                .entries = audit_entries};

}  // namespace

AuditResults::AuditResults(const Options& options) : options_(options) {
    std::vector<std::string> names;
    for (const auto* format : report::audit_formats()) names.emplace_back(format->name);
    for (const auto& name : options.words_or("format", names, {"text"}))
        formats_.push_back(report::audit_format_named(name));
    target_ = options.text_or("out", "");
    if (options.has("out")) {
        directory_.emplace(target_, audit_folder);
        // What --baseline takes is always there.
        const auto* json = report::audit_format_named("json");
        if (std::ranges::find(formats_, json) == formats_.end()) formats_.push_back(json);
    } else if (formats_.size() > 1) {
        throw fleet::Error("--format: several formats need --out DIR\nsee fleetdrill audit --help");
    }
}

void AuditResults::write(const report::AuditStory& story) {
    if (!directory_) {
        fmt::print("{}", formats_.front()->render(story));
        return;
    }
    for (const auto* format : formats_)
        fleet::write_file(directory_->folder() / format->file_name, format->render(story));
    directory_->commit();
    if (!options_.is_quiet())
        fmt::print("{}results: {}\n", report::audit_format_named("text")->render(story), target_);
}

}  // namespace cli
