#include "sim/cli/score_basis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/expected_of.hpp"
#include "sim/cli/replay_rules.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

fs::path truth_file(const std::string& given) {
    std::error_code ignored;
    if (!fs::is_directory(given, ignored)) return given;
    if (fs::exists(fs::path(given) / "truth.json", ignored)) return fs::path(given) / "truth.json";
    throw fleet::Error(fmt::format(
        "--truth {}: holds no truth.json; fleetdrill run --out leaves a folder that does", given));
}

/// Of the operations those that put behaviours in force: nothing is to be audited again.
void keep_detect_only(engine::Rules& rules) {
    std::erase_if(rules.operations, [](const engine::PlannedOperation& planned) {
        return std::ranges::none_of(
            std::array{"SecurityProfile", "CustomMetric", "Dimension"},
            [&](const char* what) { return planned.operation.find(what) != std::string::npos; });
    });
}

/// From the first incident to the end of the last, where no run says from when to when it went.
std::pair<fleet::Time, fleet::Time> span_of(const scenarios::GroundTruth& truth) {
    std::pair<fleet::Time, fleet::Time> span;
    if (truth.incidents.empty()) return span;
    span = {fleet::Time::max(), fleet::Time::min()};
    for (const auto& incident : truth.incidents) {
        span.first = std::min(span.first, incident.start);
        span.second = std::max(span.second, incident.end);
    }
    return span;
}

}  // namespace

ScoreBasis::ScoreBasis(const ScoreQuestion& question) {
    const auto file = truth_file(question.truth);
    truth_ = scenarios::truth_from_json(fleet::read_json(file));
    title_ = fmt::format("Findings against {}", file.string());
    std::error_code ignored;
    if (fs::is_directory(question.truth, ignored)) run_ = question.truth;
    std::tie(facts_.start, facts_.end) = span_of(truth_);
    if (!run_.empty() && fs::exists(run_ / "scenario" / "scenario.json", ignored)) load_run();
    load_inventory(question.inventory);
    load_rules(question);
    facts_.things_of_certificate = [this](std::string_view id) { return things_.certificate(id); };
    facts_.cohort_of = [this](std::string_view thing) { return cohort_of(thing); };
}

void ScoreBasis::load_run() {
    loaded_ = load_played(run_);
    const auto& scenario = loaded_->scenario;
    title_ = scenario.title;
    facts_.start = scenario.start;
    facts_.end = scenario.end();
    for (const auto& cohort : scenario.fleet.cohorts) facts_.devices += cohort.count;
    notes_.push_back(fmt::format("{}, seed {}: {} devices from {} to {}", scenario.name,
                                 scenario.seed, facts_.devices, fleet::format_time(facts_.start),
                                 fleet::format_time(facts_.end)));
}

void ScoreBasis::load_inventory(const std::string& given) {
    std::error_code ignored;
    const auto folder = !given.empty() ? fs::path(given) : run_ / "inventory";
    if (!given.empty() || (!run_.empty() && fs::is_directory(folder, ignored)))
        inventory_ = fleet::load_inventory(folder);
    things_ = ThingsBehind(inventory_);
    dictionary_.preload_things(inventory_);
    dictionary_.preload_certificates(inventory_);
}

void ScoreBasis::load_rules(const ScoreQuestion& question) {
    if (loaded_) rules_ = loaded_->rules;
    if (question.profiles.empty()) {
        if (!question.custom_metrics.empty() || !question.dimensions.empty())
            throw fleet::Error("--custom-metrics and --dimensions go with --profile");
        return;
    }
    auto rules = replay_rules({.profiles = question.profiles,
                               .custom_metrics = question.custom_metrics,
                               .dimensions = question.dimensions},
                              inventory_, facts_.start, facts_.end);
    if (loaded_) rules.detect = loaded_->rules.detect;
    rules_ = std::move(rules);
}

/// The thing pumps-3 is device 3 of the cohort pumps.
std::string ScoreBasis::cohort_of(std::string_view thing) const {
    if (!loaded_) return {};
    const auto dash = thing.rfind('-');
    if (dash == std::string_view::npos) return {};
    const auto number = thing.substr(dash + 1);
    std::uint32_t k = 0;
    const auto end = std::from_chars(number.data(), number.data() + number.size(), k);
    if (end.ec != std::errc{} || end.ptr != number.data() + number.size()) return {};
    for (const auto& cohort : loaded_->scenario.fleet.cohorts)
        if (cohort.name == thing.substr(0, dash) && k < cohort.count) return cohort.name;
    return {};
}

fs::path ScoreBasis::own_tasks() const {
    return run_.empty() ? fs::path() : run_ / "audit/tasks.json";
}

void ScoreBasis::put_in_force(engine::Findings& findings) {
    if (!rules_)
        throw fleet::Error(
            "which behaviours were in force? Truth names metrics, and violation events only the "
            "behaviours that spoke: give the security profiles with --profile F[=TARGET], or the "
            "folder of the run as --truth");
    keep_detect_only(*rules_);
    examination_ =
        std::make_unique<engine::Examination>(inventory_, *rules_, dictionary_, fleet::Workers{});
    if (!rules_->operations.empty()) examination_->conclude(facts_.end);
    facts_.behaviors_for = [this](std::string_view thing) {
        return examination_->behaviors_for(thing);
    };
    auto in_force = examination_->findings().behavior_json;
    for (auto& [name, json] : findings.behavior_json) {
        if (!in_force.contains(name))
            notes_.push_back(fmt::format(
                "{}/{} is in none of the profiles: its alarms make no unit found, and count as "
                "false or attributed",
                name.first, name.second));
        in_force.try_emplace(name, json);
    }
    findings.behavior_json = std::move(in_force);
}

void ScoreBasis::note_gaps(const StatedFindings& stated) {
    if (!stated.has_audit)
        notes_.push_back("audit is not scored: no file lists findings");
    else if (stated.findings.tasks.empty())
        notes_.push_back(
            "no audit is known, and so nothing that one had to find: the answer of "
            "DescribeAuditTask among the findings tells which checks it performed");
    else if (!stated.are_tasks_told)
        notes_.push_back(
            "of the audits no more is known than what they found: a check that found nothing "
            "missed nothing; the answer of DescribeAuditTask among the findings tells more");
    if (!stated.has_detect) notes_.push_back("detect is not scored: no file lists violations");
    if (stated.has_detect && facts_.devices == 0)
        notes_.push_back(
            "the truth alone tells neither the size of the fleet nor how long it was "
            "watched: there is no rate of false alarms");
}

score::Score ScoreBasis::mark(StatedFindings& stated) {
    if (stated.has_detect) put_in_force(stated.findings);
    note_gaps(stated);
    if (!stated.has_detect) facts_.devices = 0;  // a rate of false alarms nobody asked for
    if (!loaded_) return score::mark(stated.findings, truth_, facts_, fleet::Document());
    auto& scenario = loaded_->scenario.resolved;
    for (auto& note : keep_what_findings_tell(stated, scenario.root())) notes_.push_back(note);
    return score::mark(stated.findings, truth_, facts_, scenario);
}

}  // namespace cli
