#include "sim/cli/fuzz_profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/rules.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/play.hpp"
#include "sim/drill/fuzz_scenario.hpp"

namespace cli {
namespace {

using fleet::Json;

/// A problem of the scenario's first profile, at its place in the user's file.
fleet::Problem in_its_file(const fleet::Problem& problem, const fleet::Document& source) {
    constexpr std::string_view entry = "detect.profiles[0]", profile = ".profile";
    std::string_view path = problem.path;
    path.remove_prefix(std::min(path.size(), entry.size()));
    if (!path.starts_with(profile)) return source.problem({}, problem.message);  // of its target
    path.remove_prefix(profile.size());
    if (path.starts_with('.')) path.remove_prefix(1);
    return source.problem(path, problem.message);
}

/// Random scenarios have the same dimensions and groups, whatever their seed.
void check(const std::string& given, const fleet::Document& source, const Json& attachment) {
    const std::array attachments{attachment};
    const auto scenario = fleet::parse_json(
        fleet::to_text(drill::random_scenario(0, kind_tables(), attachments)), "random scenario");
    const auto start = *fleet::parse_time("2018-08-06T00:00:00Z");
    fleet::Problems found, problems;
    engine::read_rules(scenario, start, start + std::chrono::hours(1), "123456789012", "us-east-1",
                       found);
    for (const auto& problem : found.all()) problems.add(in_its_file(problem, source));
    try {
        problems.raise_if_any();
    } catch (const fleet::Error& error) {
        throw fleet::Error(
            fmt::format("--profile {}: is no profile to judge random scenarios by\n{}", given,
                        error.what()),
            error.problems());
    }
}

Json attachment_of(const std::string& given) {
    const auto equals = std::filesystem::exists(given) ? std::string::npos : given.rfind('=');
    const auto source = fleet::read_json(given.substr(0, equals));
    const auto target =
        equals == std::string::npos ? std::string("all/things") : given.substr(equals + 1);
    Json attachment{{"profile", source.root()}, {"targets", Json::array({target})}};
    check(given, source, attachment);
    return attachment;
}

}  // namespace

std::vector<Json> fuzz_attachments(const std::vector<std::string>& given) {
    std::vector<Json> attachments;
    for (const auto& one : given) attachments.push_back(attachment_of(one));
    return attachments;
}

}  // namespace cli
