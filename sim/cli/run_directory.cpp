#include "sim/cli/run_directory.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/lines.hpp"
#include "sim/cli/command.hpp"
#include "sim/wire/stop.hpp"
#include "sim/wire/temporary_folder.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mark_bytes_max = 1ULL << 20;

/// `asked_for`: what the user named, where the folder is one of ours beside it.
void make_folder(const fs::path& folder, const fs::path& asked_for) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        throw fleet::Error(fmt::format("{}: the folder cannot be made: {}", asked_for.string(),
                                       failure.message()));
}

void make_folder(const fs::path& folder) { make_folder(folder, folder); }

bool is_empty_folder(const fs::path& path) { return fs::is_directory(path) && fs::is_empty(path); }

using Name = std::string_view;
constexpr std::array run_keys{Name("counts"), Name("scenarioHash"), Name("seed"), Name("version")};
constexpr std::array run_entries{Name("audit"),
                                 Name("detect"),
                                 Name("inventory"),
                                 Name("junit.xml"),
                                 Name("metrics"),
                                 Name("notifications.jsonl"),
                                 Name("observations.jsonl"),
                                 Name("operations.jsonl"),
                                 Name("pki"),
                                 Name("report.json"),
                                 Name("report.txt"),
                                 Name("run.json"),
                                 Name("scenario"),
                                 Name("score.json"),
                                 Name("timing.json"),
                                 Name("truth.json")};
static_assert(std::ranges::is_sorted(run_entries));
constexpr std::array load_keys{Name("phases"), Name("plan"), Name("seed"), Name("version")};
constexpr std::array load_entries{Name("load.json"), Name("load.prom")};

}  // namespace

const ResultFolder run_folder{
    .name = "run directory", .mark = "run.json", .mark_keys = run_keys, .entries = run_entries};
const ResultFolder load_folder{.name = "directory of a load test",
                               .mark = "load.json",
                               .mark_keys = load_keys,
                               .entries = load_entries};

bool is_result_folder(const fs::path& folder, const ResultFolder& kind) {
    const auto file = folder / kind.mark;
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) return false;
    try {
        const auto mark = fleet::read_json(file, mark_bytes_max);
        const auto& root = mark.root();
        return root.is_object() &&
               std::ranges::all_of(kind.mark_keys, [&](auto key) { return root.contains(key); });
    } catch (const fleet::Error&) {
        return false;
    }
}

namespace {

/// Why `target` may not be replaced; empty when it may. Whatever no run left is somebody's.
std::string why_not_replaceable(const fs::path& target, const ResultFolder& kind) {
    if (!fs::exists(target) || is_empty_folder(target)) return {};
    if (!fs::is_directory(target)) return "is no folder";
    if (!is_result_folder(target, kind)) return fmt::format("is not empty and no {}", kind.name);
    for (const auto& entry : fs::directory_iterator(target)) {
        const auto name = entry.path().filename().string();
        if (!std::ranges::binary_search(kind.entries, std::string_view(name)))
            return fmt::format("holds {}, which no {} has, and would lose it", name, kind.name);
    }
    return {};
}

/// What a killed run of the same target left beside it: its half-written folder goes, and the old
/// run that it had put aside comes back.
void remove_leftovers(const fs::path& target) {
    const auto prefix = fmt::format(".{}.part-", target.filename().string());
    std::error_code ignored;
    std::vector<fs::path> left;
    for (auto entry = fs::directory_iterator(target.parent_path(), ignored);
         !ignored && entry != fs::directory_iterator(); entry.increment(ignored)) {
        const auto name = entry->path().filename().string();
        if (!name.starts_with(prefix)) continue;
        const auto number = std::string_view(name).substr(prefix.size());
        long process = 0;
        const auto [end, failed] =
            std::from_chars(number.data(), number.data() + number.size(), process);
        const std::string_view rest(end, number.data() + number.size());
        if (failed == std::errc{} && process > 0 && (rest.empty() || rest == ".old") &&
            !sim::is_alive(process))
            left.push_back(entry->path());
    }
    for (const auto& folder : left) {
        const bool is_old_run = folder.extension() == ".old";
        if (is_old_run && !fs::exists(target, ignored))
            fs::rename(folder, target, ignored);
        else
            fs::remove_all(folder, ignored);
    }
}

/// The folder that `target` means, through symbolic links: a link is not replaced, what it points
/// to is.
fs::path resolved(const fs::path& target) {
    const auto refuse = [&](std::string_view why) {
        throw fleet::Error(fmt::format("--out {}: {}", target.string(), why));
    };
    if (target.empty()) refuse("expected the name of a folder");
    std::error_code failure;
    if (fs::is_symlink(target, failure) && !fs::exists(target, failure))
        refuse("is a symbolic link to nowhere");
    auto whole = fs::weakly_canonical(fs::absolute(target), failure);
    if (failure) refuse(failure.message());
    if (!whole.has_filename()) whole = whole.parent_path();
    const auto here = fs::current_path();
    const auto [end, ignored] = std::mismatch(whole.begin(), whole.end(), here.begin(), here.end());
    if (end == whole.end())
        refuse("is the working directory, or holds it, and would be replaced; name a folder in it");
    constexpr std::size_t name_max = 200;  // a file system takes 255, and we add to it
    if (whole.filename().string().size() > name_max)
        refuse(fmt::format("the name is longer than {} bytes", name_max));
    return whole;
}

}  // namespace

RunDirectory::RunDirectory(const fs::path& target, const ResultFolder& kind)
    : target_(resolved(target)) {
    remove_leftovers(target_);
    if (const auto why = why_not_replaceable(target_, kind); !why.empty())
        throw fleet::Error(fmt::format("{}: {}; name another with --out", target.string(), why));
    make_folder(target_.parent_path());
    folder_ =
        target_.parent_path() / fmt::format(".{}.part-{}", target_.filename().string(), ::getpid());
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    make_folder(folder_, target);
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
    fleet::LineWriter writer(file);
    for (std::size_t i = 0; i < fleet.credentials.size(); ++i) {
        if (i % 1024 == 0) sim::raise_if_stopped();
        if (fleet.credentials[i].issuer == fleet::Credential::Issuer::foreign) continue;
        const bool is_kept = i < fleet.certificates_der.size();
        fleet::append_pem(
            writer.text(),
            is_kept ? fleet.certificates_der[i] : fleet.issue(fleet.credentials[i]).der,
            "CERTIFICATE");
        writer.pass_on();
    }
    writer.close();
}

void write_scenario(const LoadedScenario& loaded, const fs::path& folder) {
    for (const auto& [name, text] : scenarios::scenario_files(loaded.scenario)) {
        make_folder((folder / "scenario" / name).parent_path());
        fleet::write_file(folder / "scenario" / name, text);
    }
}

void write_fleet(const LoadedScenario& loaded, const fleet::Fleet& fleet,
                 const scenarios::Script& script, const fs::path& folder) {
    for (const auto* name : {"inventory", "pki"}) make_folder(folder / name);
    write_scenario(loaded, folder);
    fleet::write_file(folder / "truth.json", fleet::to_text(scenarios::to_json(script.truth)));
    for (const auto& [name, text] : fleet::authority_files(fleet))
        fleet::write_file(folder / "pki" / name, text);
    fleet::save_inventory(fleet.inventory, folder / "inventory");
    write_certificates(fleet, folder / "pki" / "certificates.pem");
}

fleet::Json report_counts_json(const engine::ReportCounts& counts) {
    return {{"accepted", counts.accepted},
            {"repeated", counts.repeated},
            {"throttled", counts.throttled},
            {"malformed", counts.malformed}};
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
                            {"reports", report_counts_json(played.findings.reports)},
                            {"auditTasks", played.findings.tasks.size()},
                            {"auditFindings", played.findings.audit_findings.size()},
                            {"violationEvents", played.findings.violation_events.size()}}}};
    fleet::write_file(folder / "run.json", fleet::to_text(run));
}

void write_timing(const Timing& timing, TransportKind transport, unsigned threads,
                  const std::string& shard, const fs::path& folder) {
    utsname machine{};
    ::uname(&machine);
    const fleet::Json json{{"transport", transport == TransportKind::memory ? "memory" : "broker"},
                           {"threads", threads},
                           {"shard", shard.empty() ? fleet::Json() : fleet::Json(shard)},
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
