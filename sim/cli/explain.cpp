// fleetdrill explain: why an audit found something, or did not. The run is played once more in
// memory, because what a check looked at is nowhere but in the instant of its audit.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/explain_detect.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array options_of_explain{
    OptionCard{"behavior", "PROFILE/NAME",
               "with --thing: the behavior that alarmed on it, or did not"},
    OptionCard{"check", "CHECK", "with --resource: the check that said something, or did not"},
    OptionCard{"resource", "ID",
               "what it is about: a certificate id, a thing, a client id, a policy …"},
    OptionCard{"task", "N", "with --resource: only audit N, 1 is the first"},
    OptionCard{"thing", "NAME", "with --behavior: whom it is about"},
};

/// Those of a list in a file of the run whose id begins with `prefix`.
std::vector<fleet::Json> those_in(const fs::path& file, const char* list, const char* id,
                                  const std::string& prefix) {
    const auto document = fleet::read_json(file);
    const auto& root = document.root();
    std::vector<fleet::Json> found;
    if (!root.is_object() || !root.contains(list) || !root[list].is_array()) return found;
    for (const auto& one : root[list]) {
        const auto told = one.is_object() ? one.find(id) : one.end();
        if (told != one.end() && told->is_string() &&
            told->get_ref<const std::string&>().starts_with(prefix))
            found.push_back(one);
    }
    return found;
}

/// The events that raise an alarm; those that end it have the same id.
std::vector<fleet::Json> alarms_in(const fs::path& run, const std::string& prefix) {
    auto events = those_in(run / "detect" / "violation-events.json", "violationEvents",
                           "violationId", prefix);
    std::erase_if(events, [](const fleet::Json& event) {
        return event.value("violationEventType", "") != "in-alarm";
    });
    return events;
}

/// What was found under an id that begins with `prefix`, by an audit or by a profile.
struct Found {
    std::optional<fleet::Json> finding, alarm;
};

Found found_in(const fs::path& run, const std::string& prefix) {
    const auto findings =
        those_in(run / "audit" / "findings.json", "findings", "findingId", prefix);
    const auto alarms = alarms_in(run, prefix);
    const auto count = findings.size() + alarms.size();
    if (count == 0)
        throw fleet::Error(
            fmt::format("{}: no id of a finding or violation begins with \"{}\"; "
                        "audit/findings.json and detect/violation-events.json tell those there are",
                        run.string(), prefix));
    if (count > 1)
        throw fleet::Error(
            fmt::format("{}: the ids of {} findings and violations begin with "
                        "\"{}\"; give more of it",
                        run.string(), count, prefix));
    if (!findings.empty()) return {.finding = findings.front(), .alarm = {}};
    return {.finding = {}, .alarm = alarms.front()};
}

/// The first text in an identifier, which is nested for some resources.
std::string value_in(const fleet::Json& identifier) {
    if (identifier.is_string()) return identifier.get<std::string>();
    if (!identifier.is_structured() || identifier.empty()) return {};
    return value_in(identifier.front());
}

engine::CheckQuestion question_of(const fleet::Json& finding) {
    engine::CheckQuestion question;
    const auto text = [&](const char* member) {
        const auto found = finding.find(member);
        return found != finding.end() && found->is_string() ? found->get<std::string>()
                                                            : std::string{};
    };
    question.check = text("checkName");
    question.task_id = text("taskId");
    const auto resource = finding.find("nonCompliantResource");
    if (resource != finding.end() && resource->is_object() &&
        resource->contains("resourceIdentifier"))
        question.resource = value_in((*resource)["resourceIdentifier"]);
    return question;
}

const engine::AuditCheck& check_named(const std::string& given) {
    const auto* check = engine::audit_check(engine::check_name_of(given));
    if (check != nullptr) return *check;
    std::vector<std::string> known;
    for (const auto* one : engine::audit_checks()) known.emplace_back(one->name);
    throw fleet::Error(fmt::format("--check: \"{}\" is no audit check{}", given,
                                   fleet::did_you_mean(given, known)));
}

/// What an explanation is asked for.
struct Asked {
    std::optional<engine::CheckQuestion> check = {};
    std::optional<DetectCase> behavior = {};
};

Asked asked_in(const Options& options, const fs::path& run) {
    const auto& arguments = options.arguments();
    if (arguments.size() == 2) {
        for (const auto& card : options_of_explain) {
            if (options.has(card.name))
                throw fleet::Error(fmt::format(
                    "--{}: a finding says that itself; leave one of the two out", card.name));
        }
        const auto found = found_in(run, arguments[1]);
        if (found.alarm) return {.behavior = detect_case(*found.alarm)};
        return {.check = question_of(*found.finding)};
    }
    const bool is_of_thing = options.has("thing") && options.has("behavior");
    const bool is_of_resource = options.has("check") && options.has("resource");
    if (is_of_thing == is_of_resource)
        throw fleet::Error(
            "which finding? Give its id, or --resource and --check, or --thing and --behavior\n"
            "see fleetdrill explain --help");
    if (is_of_thing)
        return {.behavior = detect_case(options.text("behavior"), options.text("thing"))};
    return {.check =
                engine::CheckQuestion{.check = std::string(check_named(options.text("check")).name),
                                      .resource = options.text("resource"),
                                      .task_id = {}}};
}

/// What is played once more must be what was played.
void require_unaltered(const fs::path& run, const scenarios::Scenario& scenario) {
    const auto document = fleet::read_json(run / "run.json");
    const auto& root = document.root();
    if (!root.is_object() || !root.contains("scenarioHash") || !root.contains("seed"))
        throw fleet::Error(fmt::format("{}: is not as `run` wrote it: no scenarioHash, no seed",
                                       (run / "run.json").string()));
    if (root["scenarioHash"] == scenarios::scenario_hash(scenario) && root["seed"] == scenario.seed)
        return;
    throw fleet::Error(fmt::format(
        "{}: its scenario is not the one that run.json speaks of: one of them was altered",
        run.string()));
}

std::size_t ordinal_of(const Played& played, const std::string& task_id) {
    const auto& tasks = played.findings.tasks;
    const auto found = std::ranges::find(tasks, task_id, &engine::AuditTask::task_id);
    return static_cast<std::size_t>(found - tasks.begin()) + 1;
}

void tell_findings(const Played& played, const engine::CheckAnswer& answer,
                   const std::string& check) {
    for (const auto& finding : played.findings.audit_findings) {
        const auto is_identifier = [&](const auto& one) { return one.second == answer.resource; };
        if (finding.task_id != answer.task_id || finding.check_name != check ||
            std::ranges::none_of(finding.resource.identifier, is_identifier))
            continue;
        fmt::print("  found {}: {} {}{}\n", finding.finding_id, finding.reason_code, finding.reason,
                   finding.is_suppressed ? " It is suppressed." : "");
        for (const auto& [key, value] : finding.resource.additional_info)
            fmt::print("    {} {}\n", key, value);
    }
}

void tell(const Played& played, const engine::CheckAnswer& answer, const std::string& check) {
    const auto ordinal = ordinal_of(played, answer.task_id);
    const auto& task = played.findings.tasks.at(ordinal - 1);
    fmt::print("\nAudit {} of {}{}\n", ordinal, fleet::format_time(task.start),
               task.scheduled_audit_name.empty() ? ", on demand"
                                                 : ", scheduled as " + task.scheduled_audit_name);
    fmt::print("  {}\n", answer.resource);
    for (const auto& line : answer.lines) fmt::print("    {}\n", line);
    if (answer.lines.empty()) fmt::print("    the account had no such resource\n");
    if (answer.is_found)
        tell_findings(played, answer, check);
    else
        fmt::print("  found nothing of it\n");
}

void explain_check(const Played& played, const engine::CheckQuestion& question, std::size_t only,
                   const fs::path& directory) {
    const auto& check = check_named(question.check);
    fmt::print("{} ({})\n{}\n{}\n{}\n", check.name, engine::name_of(check.severity), check.question,
               check.why, check.remedy);
    std::size_t told = 0;
    bool is_known = played.answers.empty();
    for (const auto& answer : played.answers) {
        is_known = is_known || !answer.lines.empty() || answer.is_found;
        if (only != 0 && ordinal_of(played, answer.task_id) != only) continue;
        tell(played, answer, question.check);
        ++told;
    }
    if (!is_known)
        throw fleet::Error(fmt::format(
            "--resource: \"{}\" is nothing that {} could look at: the account has no {} of this id",
            question.resource, check.name, check.identifier_key));
    if (told == 0 && !question.task_id.empty())
        throw fleet::Error(fmt::format(
            "{}: its scenario no longer leads to that audit: another version made the run",
            directory.string()));
    if (told == 0) fmt::print("\nNo audit of the run performed this check.\n");
}

void explain_behavior(const Played& played, const DetectCase& what) {
    const auto& thing = what.question.thing;
    if (played.dictionary->clients.find(thing) == fleet::no_name)
        throw fleet::Error(fmt::format(
            "--thing: nobody of the name \"{}\" is registered or was seen in this run", thing));
    fmt::print("{}", explained(what, played.trace));
}

int run(const Options& options) {
    const auto& arguments = options.arguments();
    if (arguments.empty() || arguments.size() > 2)
        throw fleet::Error(
            "expected a run directory, and a finding's id, or --resource and --check, or --thing "
            "and --behavior\nsee fleetdrill explain --help");
    const fs::path directory = arguments.front();
    if (!is_result_folder(directory))
        throw fleet::Error(fmt::format("{}: is no run directory; fleetdrill run --out makes one",
                                       directory.string()));
    const auto asked = asked_in(options, directory);
    const auto only = options.number_or("task", 0, 1, 1'000'000);
    const auto loaded = load_played(directory);
    require_unaltered(directory, loaded.scenario);
    require_room_for(loaded.scenario.fleet);
    sim::stop_on_signals();
    PlayOptions play_as{.transport = TransportKind::memory, .question = asked.check};
    if (asked.behavior) play_as.behavior = asked.behavior->question;
    const auto played = play(loaded, play_as);
    if (asked.behavior)
        explain_behavior(played, *asked.behavior);
    else
        explain_check(played, *asked.check, only, directory);
    return 0;
}

}  // namespace

extern const Command explain{
    .name = "explain",
    .summary = "why an audit or a profile found something, or did not: what was looked at",
    .arguments = "RUN [FINDING]",
    .options = options_of_explain,
    .example =
        "fleetdrill explain runs/first-audit --resource sensors-0 "
        "--check DEVICE_CERTIFICATE_EXPIRING_CHECK",
    .run = run,
};

}  // namespace cli
