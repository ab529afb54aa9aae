// Whom an entry of the timeline befalls: devices by name, or of cohorts, by their attributes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "scenarios/read_sections.hpp"
#include "scenarios/thing_names.hpp"

namespace scenarios {
namespace {

using fleet::CohortDescription;
using fleet::Json;
using Cohorts = std::vector<const CohortDescription*>;

DeviceSelection read_things(const Reading& reading, const Json& devices, const std::string& path,
                            const Scenario& scenario) {
    DeviceSelection selection;
    selection.things = devices.at("things").get<std::vector<std::string>>();
    selection.count = static_cast<std::uint32_t>(selection.things.size());
    if (selection.things.empty())
        reading.problem(fleet::path_of(path, "things"), "names no device");
    for (std::size_t i = 0; i < selection.things.size(); ++i) {
        if (cohort_of_device(selection.things[i], scenario.fleet) != nullptr) continue;
        reading.problem(fleet::path_of(fleet::path_of(path, "things"), i),
                        fmt::format("no device is named \"{}\"; device k of a cohort is "
                                    "<cohort>-<k>, counted from 0",
                                    selection.things[i]));
    }
    return selection;
}

std::string quoted(const Cohorts& cohorts) {
    std::string text;
    for (const auto* cohort : cohorts)
        text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", cohort->name);
    return text;
}

/// The cohorts that `cohorts` lists, or all for `"cohort": "*"`; in the order of the fleet.
Cohorts named_cohorts(const Reading& reading, const Json& devices, const std::string& path,
                      const Scenario& scenario) {
    const auto& all = scenario.fleet.cohorts;
    Cohorts found;
    std::vector<std::string> wanted, known;
    for (const auto& cohort : all) known.push_back(cohort.name);
    const bool is_list = devices.contains("cohorts");
    if (is_list) wanted = devices.at("cohorts").get<std::vector<std::string>>();
    if (!is_list && devices.at("cohort") != "*") wanted = {devices.at("cohort")};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (std::ranges::find(known, wanted[i]) != known.end()) continue;
        reading.problem(is_list ? fleet::path_of(fleet::path_of(path, "cohorts"), i)
                                : fleet::path_of(path, "cohort"),
                        fmt::format("no cohort is named \"{}\"{}", wanted[i],
                                    fleet::did_you_mean(wanted[i], known)));
    }
    if (is_list && wanted.empty())
        reading.problem(fleet::path_of(path, "cohorts"), "names no cohort");
    if (!is_list && wanted.empty() && all.empty())
        reading.problem(fleet::path_of(path, "cohort"), "the fleet has no cohort");
    for (const auto& cohort : all) {
        const bool is_wanted = std::ranges::find(wanted, cohort.name) != wanted.end();
        if (is_wanted || (!is_list && wanted.empty())) found.push_back(&cohort);
    }
    return found;
}

const std::string* attribute_of(const CohortDescription& cohort, std::string_view key) {
    for (const auto& [name, value] : cohort.attributes) {
        if (name == key) return &value;
    }
    return nullptr;
}

/// Why none of these cohorts has the attribute: what they have instead.
std::string nobody_has(const std::string& key, const std::string& value, const Cohorts& cohorts) {
    std::vector<std::string> keys, values;
    for (const auto* cohort : cohorts) {
        for (const auto& [name, text] : cohort->attributes) {
            keys.push_back(name);
            if (name == key) values.push_back(text);
        }
    }
    for (auto* words : {&keys, &values}) {
        std::ranges::sort(*words);
        words->erase(std::unique(words->begin(), words->end()), words->end());
    }
    if (!values.empty())
        return fmt::format("no device of {} has the {} \"{}\"{}; known: {}", quoted(cohorts), key,
                           value, fleet::did_you_mean(value, values), fleet::join(values, ", "));
    return fmt::format("no device of {} has the attribute \"{}\"{}", quoted(cohorts), key,
                       fleet::did_you_mean(key, keys));
}

/// Those of the cohorts whose devices have every attribute that is asked for.
Cohorts with_attributes(const Reading& reading, const Json& devices, const std::string& path,
                        Cohorts cohorts) {
    if (!devices.contains("attributes")) return cohorts;
    const auto& attributes = devices.at("attributes");
    for (auto item = attributes.begin(); item != attributes.end() && !cohorts.empty(); ++item) {
        const auto value = item->get<std::string>();
        const auto before = cohorts;
        std::erase_if(cohorts, [&](const CohortDescription* cohort) {
            const auto* own = attribute_of(*cohort, item.key());
            return own == nullptr || *own != value;
        });
        if (cohorts.empty())
            reading.problem(fleet::path_of(fleet::path_of(path, "attributes"), item.key()),
                            nobody_has(item.key(), value, before));
    }
    return cohorts;
}

std::uint32_t count_of(const Reading& reading, const Json& devices, const std::string& path,
                       const Cohorts& cohorts) {
    std::uint64_t all = 0;
    for (const auto* cohort : cohorts) all += cohort->count;
    if (devices.contains("share"))
        return static_cast<std::uint32_t>(
            std::floor(devices.at("share").get<double>() * static_cast<double>(all) + 0.5));
    const bool is_given = devices.contains("count");
    const auto count = is_given ? fleet::whole_number(devices.at("count")).value() : 1;
    if (count > all)
        reading.problem(is_given ? fleet::path_of(path, "count") : path,
                        fmt::format("wants {} of {}, which have {} device{} together", count,
                                    quoted(cohorts), all, all == 1 ? "" : "s"));
    return static_cast<std::uint32_t>(count);
}

}  // namespace

DeviceSelection read_devices(const Reading& reading, const Json& devices, const std::string& path,
                             const Scenario& scenario) {
    if (devices.contains("things")) return read_things(reading, devices, path, scenario);
    DeviceSelection selection;
    const bool is_one = !devices.contains("cohorts") && devices.at("cohort") != "*";
    if (is_one && !devices.contains("attributes")) {
        selection.cohorts = {devices.at("cohort").get<std::string>()};
        selection.count = read_count(reading, devices, path, scenario);
        return selection;
    }
    const auto cohorts =
        with_attributes(reading, devices, path, named_cohorts(reading, devices, path, scenario));
    if (cohorts.empty()) return selection;
    for (const auto* cohort : cohorts) selection.cohorts.push_back(cohort->name);
    selection.count = count_of(reading, devices, path, cohorts);
    return selection;
}

}  // namespace scenarios
