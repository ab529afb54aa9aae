#include "sim/cli/run_directory.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/command.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        throw fleet::Error(
            fmt::format("{}: the folder cannot be made: {}", folder.string(), failure.message()));
}

bool is_empty_folder(const fs::path& path) { return fs::is_directory(path) && fs::is_empty(path); }

}  // namespace

RunDirectory::RunDirectory(const fs::path& target, const char* mark)
    : target_(fs::absolute(target).lexically_normal()) {
    if (!target_.has_filename()) target_ = target_.parent_path();
    if (fs::exists(target_) && !is_empty_folder(target_) && !fs::is_regular_file(target_ / mark)) {
        throw fleet::Error(fmt::format(
            "{}: is not empty and no run directory; name another with --out", target.string()));
    }
    make_folder(target_.parent_path());
    folder_ =
        target_.parent_path() / fmt::format(".{}.part-{}", target_.filename().string(), ::getpid());
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    make_folder(folder_);
}

RunDirectory::~RunDirectory() {
    std::error_code ignored;
    if (!is_committed_) fs::remove_all(folder_, ignored);
}

void RunDirectory::commit() {
    std::error_code failure;
    const auto old = fs::path(folder_.string() + ".old");
    if (fs::exists(target_)) fs::rename(target_, old, failure);
    if (!failure) fs::rename(folder_, target_, failure);
    if (failure) {
        std::error_code ignored;
        if (fs::exists(old) && !fs::exists(target_)) fs::rename(old, target_, ignored);
        throw fleet::Error(
            fmt::format("{}: cannot be put in place: {}", target_.string(), failure.message()));
    }
    is_committed_ = true;
    fs::remove_all(old, failure);
}

void write_certificates(const fleet::Fleet& fleet, const fs::path& file) {
    std::ofstream stream(file, std::ios::binary);
    for (std::size_t i = 0; i < fleet.credentials.size(); ++i) {
        if (fleet.credentials[i].issuer == fleet::Credential::Issuer::foreign) continue;
        const bool is_kept = i < fleet.certificates_der.size();
        stream << fleet::to_pem(
            is_kept ? fleet.certificates_der[i] : fleet.issue(fleet.credentials[i]).der,
            "CERTIFICATE");
    }
    stream.flush();
    if (!stream)
        throw fleet::Error(fmt::format("{}: cannot be written: no permission, or the disk is full",
                                       file.string()));
}

void write_fleet(const LoadedScenario& loaded, const fleet::Fleet& fleet,
                 const scenarios::Script& script, const fs::path& folder) {
    for (const auto* name : {"inventory", "pki", "scenario"}) make_folder(folder / name);
    for (const auto& [name, text] : scenarios::scenario_files(loaded.scenario)) {
        make_folder((folder / "scenario" / name).parent_path());
        fleet::write_file(folder / "scenario" / name, text);
    }
    fleet::write_file(folder / "truth.json", fleet::to_text(scenarios::to_json(script.truth)));
    for (const auto& [name, text] : fleet::authority_files(fleet))
        fleet::write_file(folder / "pki" / name, text);
    fleet::save_inventory(fleet.inventory, folder / "inventory");
    write_certificates(fleet, folder / "pki" / "certificates.pem");
}

void write_run(const LoadedScenario& loaded, const Played& played, const fs::path& folder) {
    const auto& scenario = loaded.scenario;
    const fleet::Json run{{"scenario", scenario.name},
                          {"title", scenario.title},
                          {"scenarioHash", scenarios::scenario_hash(scenario)},
                          {"seed", scenario.seed},
                          {"version", std::string(version)},
                          {"start", fleet::format_time(scenario.start)},
                          {"end", fleet::format_time(scenario.end())},
                          {"counts",
                           {{"devices", played.fleet->devices.size()},
                            {"certificates", played.fleet->inventory.certificates.size()},
                            {"slices", played.slices},
                            {"observations", played.observations},
                            {"connectionAttempts", played.counts.connects},
                            {"messagesPublished", played.counts.messages_published},
                            {"messagesDelivered", played.counts.messages_delivered},
                            {"actionsVoid", played.counts.actions_void},
                            {"auditTasks", played.findings.tasks.size()},
                            {"auditFindings", played.findings.audit_findings.size()},
                            {"violationEvents", played.findings.violation_events.size()}}}};
    fleet::write_file(folder / "run.json", fleet::to_text(run));
}

void write_timing(const Timing& timing, TransportKind transport, unsigned threads,
                  const fs::path& folder) {
    utsname machine{};
    ::uname(&machine);
    const fleet::Json json{{"transport", transport == TransportKind::memory ? "memory" : "broker"},
                           {"threads", threads},
                           {"shard", nullptr},
                           {"synthesisSeconds", timing.synthesis_seconds},
                           {"simulationSeconds", timing.simulation_seconds},
                           {"examinationSeconds", timing.examination_seconds},
                           {"totalSeconds", timing.total_seconds},
                           {"machine",
                            {{"system", std::string(machine.sysname) + " " + machine.release},
                             {"architecture", machine.machine},
                             {"processors", std::thread::hardware_concurrency()}}}};
    fleet::write_file(folder / "timing.json", fleet::to_text(json));
}

}  // namespace cli
