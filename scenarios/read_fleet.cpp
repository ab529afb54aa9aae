// The fleet section: cohorts with their policies and traffic, groups, defects.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/text.hpp"
#include "fleet/policy.hpp"
#include "scenarios/read_sections.hpp"

namespace scenarios {
namespace {

using fleet::CohortDescription;
using fleet::Duration;
using fleet::Json;

constexpr Duration certificate_time_max{36525LL * 24 * 3600 * 1000};

std::string cohort_path(std::size_t index) { return fleet::path_of("fleet.cohorts", index); }

std::string text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? std::string{} : found->get<std::string>();
}

Duration certificate_time(const Reading& reading, const Json& cohort, const char* key,
                          const std::string& path) {
    const auto value = fleet::parse_duration(text_of(cohort, key)).value_or(Duration{});
    if (value > certificate_time_max)
        reading.problem(fleet::path_of(path, key), "is longer than 36525d, a hundred years");
    return value;
}

/// "thermostat.policy.json" → "thermostat"
std::string policy_name_of(std::string_view file) {
    for (const std::string_view ending : {".json", ".policy"}) {
        if (file.ends_with(ending)) file.remove_suffix(ending.size());
    }
    return std::string(file);
}

/// Two policies of one name cannot be in one account: a second, different one is named after its
/// cohort too.
void name_policies(std::vector<CohortDescription>& cohorts) {
    std::map<std::string, std::string> documents;
    for (auto& cohort : cohorts) {
        while (true) {
            const auto [known, is_new] =
                documents.emplace(cohort.policy_name, cohort.policy_document);
            if (is_new ||
                (known->second == cohort.policy_document && !cohort.policy_document.empty()))
                break;
            cohort.policy_name += "-" + cohort.name;
        }
    }
}

void read_policy(const Reading& reading, const Json& cohort, const std::string& path,
                 const std::map<std::string, std::string>& file_names,
                 CohortDescription& description) {
    description.policy_name = description.name + "-policy";
    const auto policy = cohort.find("policy");
    if (policy == cohort.end()) return;
    const auto place = fleet::path_of(path, "policy");
    const auto [document, base] = reading.sources.origin(place);
    (void)fleet::parse_policy(*policy, document, base, reading.problems);
    description.policy_document = fleet::to_line(*policy);
    if (const auto file = file_names.find(place); file != file_names.end())
        description.policy_name = policy_name_of(file->second);
}

CohortDescription read_cohort(const Reading& reading, const Json& cohort, const std::string& path) {
    CohortDescription description;
    description.name = text_of(cohort, "name");
    description.count = static_cast<std::uint32_t>(fleet::whole_number(cohort.at("count")).value());
    description.groups = cohort.at("groups").get<std::vector<std::string>>();
    description.type_name = text_of(cohort, "type");
    for (auto item = cohort.at("attributes").begin(); item != cohort.at("attributes").end(); ++item)
        description.attributes.emplace_back(item.key(), item->get<std::string>());
    std::sort(description.attributes.begin(), description.attributes.end());
    description.addresses = text_of(cohort, "addresses");
    description.key =
        text_of(cohort, "key") == "rsa-2048" ? fleet::KeyKind::rsa_2048 : fleet::KeyKind::ec_p256;
    description.certificate_validity =
        certificate_time(reading, cohort, "certificateValidity", path);
    description.certificate_age = certificate_time(reading, cohort, "certificateAge", path);
    if (description.certificate_age >= description.certificate_validity)
        reading.problem(
            fleet::path_of(path, "certificateAge"),
            fmt::format("is {}, not below certificateValidity, {}: every certificate "
                        "would have lapsed at the start",
                        text_of(cohort, "certificateAge"), text_of(cohort, "certificateValidity")));
    return description;
}

std::vector<TrafficEntry> read_traffic(const Reading& reading, const Json& traffic,
                                       const std::string& path) {
    std::vector<TrafficEntry> entries;
    for (std::size_t i = 0; i < traffic.size(); ++i) {
        entries.push_back({.kind = traffic[i].at("kind"),
                           .parameters = read_parameters(traffic[i], reading.kinds.traffic),
                           .where = fleet::path_of(path, i)});
    }
    return entries;
}

CountRange count_range(const Json& reports, const char* key) {
    return parse_count_range(text_of(reports, key)).value_or(CountRange{});
}

AgentCustomMetric read_custom(const std::string& name, const Json& told) {
    AgentCustomMetric metric{.name = name, .value = {}};
    if (told.contains("number"))
        metric.value = count_range(told, "number");
    else if (told.contains("numbers"))
        metric.value = told.at("numbers").get<std::vector<double>>();
    else if (told.contains("strings"))
        metric.value = AgentTexts{.are_addresses = false, .texts = told.at("strings")};
    else
        metric.value = AgentTexts{.are_addresses = true, .texts = told.at("addresses")};
    return metric;
}

AgentFaults read_faults(const Json& names) {
    const auto has = [&](const char* name) {
        return std::ranges::find(names, Json(name)) != names.end();
    };
    return {.cumulative_counters = has("cumulative-counters"),
            .first_report_spike = has("first-report-spike"),
            .omitted_empty_lists = has("omitted-empty-lists"),
            .sampled_lists = has("sampled-lists"),
            .unwrapped_numbers = has("unwrapped-numbers")};
}

AgentGroups read_agent_groups(const Json& names) {
    const auto has = [&](const char* name) {
        return std::ranges::find(names, Json(name)) != names.end();
    };
    return {.tcp_ports = has("listening_tcp_ports"),
            .udp_ports = has("listening_udp_ports"),
            .connections = has("tcp_connections"),
            .network = has("network_stats")};
}

std::optional<AgentDescription> read_agent(const Json& cohort) {
    if (!cohort.contains("reports")) return std::nullopt;
    const auto& reports = cohort.at("reports");
    const auto names = text_of(reports, "names");
    AgentDescription agent{
        .every = fleet::parse_duration(text_of(reports, "every")).value_or(fleet::slot_length),
        .encoding = text_of(reports, "encoding") == "cbor" ? fleet::ReportEncoding::cbor
                                                           : fleet::ReportEncoding::json,
        .names = names == "long"    ? AgentNames::long_names
                 : names == "short" ? AgentNames::short_names
                                    : AgentNames::mixed,
        .hears_replies = reports.at("replies").get<bool>(),
        .tcp_ports = reports.at("tcpPorts"),
        .udp_ports = reports.at("udpPorts"),
        .connections = reports.at("connections"),
        .bytes_in = count_range(reports, "bytesIn"),
        .bytes_out = count_range(reports, "bytesOut"),
        .packets_in = count_range(reports, "packetsIn"),
        .packets_out = count_range(reports, "packetsOut"),
        .custom = {},
        .groups = read_agent_groups(reports.at("groups")),
        .faults = read_faults(reports.at("faults"))};
    const auto& custom = reports.at("customMetrics");
    for (auto item = custom.begin(); item != custom.end(); ++item)
        agent.custom.push_back(read_custom(item.key(), *item));
    return agent;
}

/// Does following the parents of `name` lead back to it?
bool is_in_a_circle(const std::string& name, const std::map<std::string, std::string>& parents) {
    auto current = name;
    for (std::size_t step = 0; step <= parents.size(); ++step) {
        const auto found = parents.find(current);
        if (found == parents.end()) return false;
        current = found->second;
        if (current == name) return true;
    }
    return false;
}

}  // namespace

fleet::Parameters read_parameters(const Json& entry,
                                  const std::vector<const fleet::KindCard*>& cards) {
    fleet::Parameters parameters;
    for (const auto* card : cards) {
        if (card->name != entry.at("kind").get_ref<const std::string&>()) continue;
        for (const auto& declared : card->parameters) {
            const auto& value = entry.at(std::string(declared.name));
            const auto whole = fleet::whole_number(value);
            parameters.set(declared.name, value.is_string() ? value.get<std::string>()
                                          : whole           ? fmt::format("{}", *whole)
                                                            : fleet::to_line(value));
        }
        break;
    }
    return parameters;
}

std::uint32_t read_count(const Reading& reading, const Json& entry, const std::string& path,
                         const Scenario& scenario) {
    const auto name = text_of(entry, "cohort");
    const auto& cohorts = scenario.fleet.cohorts;
    const auto cohort = std::find_if(cohorts.begin(), cohorts.end(),
                                     [&](const auto& each) { return each.name == name; });
    if (cohort == cohorts.end()) {
        std::vector<std::string> names;
        for (const auto& each : cohorts) names.push_back(each.name);
        reading.problem(
            fleet::path_of(path, "cohort"),
            fmt::format("no cohort is named \"{}\"{}", name, fleet::did_you_mean(name, names)));
        return 0;
    }
    if (entry.contains("share"))
        return static_cast<std::uint32_t>(
            std::floor(entry.at("share").get<double>() * cohort->count + 0.5));
    const bool is_given = entry.contains("count");
    const auto count = is_given ? fleet::whole_number(entry.at("count")).value() : 1;
    if (count > cohort->count)
        reading.problem(is_given ? fleet::path_of(path, "count") : path,
                        fmt::format("wants {} of the cohort \"{}\", which has {} device{}", count,
                                    name, cohort->count, cohort->count == 1 ? "" : "s"));
    return static_cast<std::uint32_t>(count);
}

void read_cohorts(const Reading& reading, const std::map<std::string, std::string>& file_names,
                  Scenario& scenario) {
    const auto& cohorts = reading.whole.at("fleet").at("cohorts");
    std::set<std::string> names;
    for (std::size_t i = 0; i < cohorts.size(); ++i) {
        const auto path = cohort_path(i);
        auto description = read_cohort(reading, cohorts[i], path);
        read_policy(reading, cohorts[i], path, file_names, description);
        if (!names.insert(description.name).second)
            reading.problem(fleet::path_of(path, "name"),
                            fmt::format("another cohort is named \"{}\"", description.name));
        scenario.traffic.push_back(
            read_traffic(reading, cohorts[i].at("traffic"), fleet::path_of(path, "traffic")));
        scenario.agents.push_back(read_agent(cohorts[i]));
        scenario.fleet.cohorts.push_back(std::move(description));
    }
    name_policies(scenario.fleet.cohorts);
}

void read_groups(const Reading& reading, Scenario& scenario) {
    const auto& groups = reading.whole.at("fleet").at("groups");
    std::set<std::string> known, declared;
    std::map<std::string, std::string> parents;
    for (const auto& cohort : scenario.fleet.cohorts)
        known.insert(cohort.groups.begin(), cohort.groups.end());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        fleet::GroupDescription group{.name = groups[i].at("name"),
                                      .parent = text_of(groups[i], "parent")};
        if (!declared.insert(group.name).second)
            reading.problem(fleet::path_of(fleet::path_of("fleet.groups", i), "name"),
                            fmt::format("another group is named \"{}\"", group.name));
        else if (!group.parent.empty())
            parents.emplace(group.name, group.parent);
        scenario.fleet.groups.push_back(std::move(group));
    }
    known.insert(declared.begin(), declared.end());
    const std::vector<std::string> words(known.begin(), known.end());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& group = scenario.fleet.groups[i];
        const auto path = fleet::path_of(fleet::path_of("fleet.groups", i), "parent");
        if (!group.parent.empty() && !known.contains(group.parent))
            reading.problem(path, fmt::format("no group is named \"{}\"{}", group.parent,
                                              fleet::did_you_mean(group.parent, words)));
        if (is_in_a_circle(group.name, parents))
            reading.problem(path, fmt::format("the group \"{}\" stands in itself", group.name));
    }
}

void read_defects(const Reading& reading, Scenario& scenario) {
    const auto& defects = reading.whole.at("fleet").at("defects");
    for (std::size_t i = 0; i < defects.size(); ++i) {
        const auto path = fleet::path_of("fleet.defects", i);
        scenario.fleet.defects.push_back(
            {.kind = defects[i].at("kind"),
             .cohort = text_of(defects[i], "cohort"),
             .count = defects[i].contains("cohort")
                          ? read_count(reading, defects[i], path, scenario)
                          : 0,
             .parameters = read_parameters(defects[i], reading.kinds.defects),
             .where = path});
    }
}

}  // namespace scenarios
