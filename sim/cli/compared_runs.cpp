#include "sim/cli/compared_runs.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/findings_reader.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/inventory.hpp"
#include "sim/cli/things_behind.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

/// The registry of a run, read when somebody asks for the first certificate.
class Registry {
  public:
    explicit Registry(fs::path folder) : folder_(std::move(folder)) {}

    std::vector<std::string> things_of(const report::ResourceNames& resource) {
        for (const auto& [key, value] : resource) {
            if (key == "clientId") return {value};
            if (key == "deviceCertificateId") return behind().certificate(value);
        }
        return {};
    }

  private:
    const ThingsBehind& behind() {
        std::error_code ignored;
        if (!behind_)
            behind_ = fs::is_directory(folder_, ignored)
                          ? ThingsBehind(fleet::load_inventory(folder_))
                          : ThingsBehind();
        return *behind_;
    }

    fs::path folder_;
    std::optional<ThingsBehind> behind_;
};

/// "quickstart, seed 7, 200 devices", as far as run.json tells it.
std::string story_in(const fs::path& folder) {
    if (!fs::exists(folder / "run.json")) return {};
    const auto document = fleet::read_json(folder / "run.json");
    const auto& run = document.root();
    if (!run.is_object() || !run.contains("scenario") || !run.contains("seed")) return {};
    auto story = fmt::format("{}, seed {}",
                             run["scenario"].is_string() ? run["scenario"].get<std::string>() : "",
                             fleet::to_line(run["seed"]));
    const auto counts = run.find("counts");
    if (counts != run.end() && counts->is_object() && counts->contains("devices"))
        story += fmt::format(", {} devices", fleet::to_line((*counts)["devices"]));
    return story;
}

/// Reads the file, if there is one.
bool read_file(engine::FindingsReader& reader, const fs::path& file) {
    if (!fs::exists(file)) return false;
    reader.read(fleet::read_json(file));
    return true;
}

/// What `audit --out` leaves; a scenario has its audit's configuration under this name.
bool read_audit(engine::FindingsReader& reader, const fs::path& file) {
    if (!fs::exists(file)) return false;
    const auto document = fleet::read_json(file);
    if (!document.root().is_object() || !document.root().contains("findings")) return false;
    reader.read(document);
    return true;
}

}  // namespace

report::ComparedRun read_run(const std::string& folder) {
    const fs::path path(folder);
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        throw fleet::Error(
            fmt::format("{}: is no run directory; fleetdrill run --out makes one", folder));
    report::ComparedRun run{.name = folder, .story = story_in(path), .findings = {}, .score = {}};
    engine::FindingsReader reader;
    run.has_audit =
        read_file(reader, path / "audit/findings.json") || read_audit(reader, path / "audit.json");
    if (fs::exists(path / "audit/tasks.json"))
        reader.read_tasks(fleet::read_json(path / "audit/tasks.json"));
    run.has_detect = read_file(reader, path / "detect/violation-events.json");
    if (!run.has_audit && !run.has_detect)
        throw fleet::Error(fmt::format(
            "{}: holds neither audit/findings.json, audit.json nor detect/violation-events.json: "
            "it is nothing that run, merge, audit --out or detect --out left",
            folder));
    run.findings = reader.take();
    if (fs::exists(path / "score.json"))
        run.score = report::figures_in(fleet::read_json(path / "score.json").root());
    const auto registry = std::make_shared<Registry>(path / "inventory");
    run.things_of = [registry](const auto& resource) { return registry->things_of(resource); };
    return run;
}

}  // namespace cli
