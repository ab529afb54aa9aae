// The truth as a file: written beside a run's findings, read back by whoever scores them later
// (docs/run-files.md §3).
#include "scenarios/ground_truth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

#include "fleet/base/text.hpp"

namespace scenarios {
namespace {

constexpr std::array<std::string_view, 3> side_names{"high", "low", "foreign"};

fleet::Json to_json(const Incident& incident) {
    fleet::Json speaks = fleet::Json::array();
    for (const auto& metric : incident.speaks)
        speaks.push_back({{"metric", metric.metric}, {"side", name_of(metric.side)}});
    fleet::Json checks = fleet::Json::array();
    for (const auto& check : incident.checks) {
        fleet::Json identifier = fleet::Json::object();
        identifier[check.resource_key] = check.resource_value;
        checks.push_back({{"checkName", check.check_name},
                          {"resourceIdentifier", std::move(identifier)},
                          {"reasonForNonComplianceCode", check.reason_code}});
        for (const auto& gap : check.out_of_scope) {
            fleet::Json item{{"from", fleet::format_time(gap.from)}};
            if (gap.until != fleet::Time::max()) item["until"] = fleet::format_time(gap.until);
            checks.back()["outOfScope"].push_back(std::move(item));
        }
    }
    fleet::Json json{{"incident", incident.id},
                     {"kind", incident.kind},
                     {"actors", incident.actors},
                     {"affected", incident.affected},
                     {"start", fleet::format_time(incident.start)},
                     {"end", fleet::format_time(incident.end)}};
    if (incident.is_below_threshold) json["strength"] = "belowThreshold";
    if (incident.is_fault) json["fault"] = true;
    json["speaks"] = std::move(speaks);
    json["checks"] = std::move(checks);
    return json;
}

/// One object of the file: hands out its members and notes everything that is wrong with them.
class Reader {
  public:
    Reader(const fleet::Document& document, const fleet::Json& value, std::string path,
           fleet::Problems& problems)
        : document_(document), value_(value), path_(std::move(path)), problems_(problems) {
        if (!value_.is_object()) complain(path_, "an object", value_);
    }

    /// Complains about every member that is none of `names`.
    void allow(std::span<const std::string> names) const {
        if (!value_.is_object()) return;
        for (const auto& [key, member] : value_.items()) {
            if (std::ranges::find(names, key) != names.end()) continue;
            problems_.add(document_.problem(
                fleet::path_of(path_, key),
                fmt::format("unknown key \"{}\"{}", key, fleet::did_you_mean(key, names))));
        }
    }
    std::string text(std::string_view key) const {
        const auto* member = find(key, "a text");
        if (member == nullptr) return {};
        if (member->is_string() && !member->get_ref<const std::string&>().empty())
            return member->get<std::string>();
        complain(fleet::path_of(path_, key), "a text that is not empty", *member);
        return {};
    }
    fleet::Time time(std::string_view key) const {
        const auto written = text(key);
        if (written.empty()) return {};
        if (const auto time = fleet::parse_time(written)) return *time;
        complain(fleet::path_of(path_, key), "a time such as \"2018-08-06T00:00:00Z\"",
                 value_[std::string(key)]);
        return {};
    }
    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> texts;
        for_each(key, [&](const fleet::Json& item, const std::string& path) {
            if (item.is_string())
                texts.push_back(item.get<std::string>());
            else
                complain(path, "a text", item);
        });
        return texts;
    }
    template <typename Visit>
    void for_each(std::string_view key, Visit visit) const {
        const auto* member = find(key, "an array");
        if (member == nullptr) return;
        const auto path = fleet::path_of(path_, key);
        if (!member->is_array()) return complain(path, "an array", *member);
        for (std::size_t i = 0; i < member->size(); ++i)
            visit((*member)[i], fleet::path_of(path, i));
    }
    Reader within(const fleet::Json& value, const std::string& path) const {
        return {document_, value, path, problems_};
    }
    /// The member, or nullptr when it is absent, which is no complaint.
    const fleet::Json* optional(std::string_view key) const {
        if (!value_.is_object()) return nullptr;
        const auto member = value_.find(key);
        return member == value_.end() ? nullptr : &*member;
    }
    const fleet::Json* find(std::string_view key, std::string_view expected) const {
        const auto* member = optional(key);
        if (member == nullptr && value_.is_object())
            problems_.add(document_.problem(
                path_, fmt::format("\"{}\" is missing; expected {}", key, expected)));
        return member;
    }
    void complain(const std::string& path, std::string_view expected,
                  const fleet::Json& found) const {
        problems_.add(document_.problem(
            path, fmt::format("expected {}, found {}", expected, fleet::excerpt(found))));
    }

  private:
    const fleet::Document& document_;
    const fleet::Json& value_;
    std::string path_;
    fleet::Problems& problems_;
};

const std::array<std::string, 2> speaks_keys{"metric", "side"};
const std::array<std::string, 2> gap_keys{"from", "until"};
const std::array<std::string, 4> check_keys{"checkName", "resourceIdentifier",
                                            "reasonForNonComplianceCode", "outOfScope"};
const std::array<std::string, 10> incident_keys{"incident", "kind",  "actors",   "affected",
                                                "start",    "end",   "strength", "fault",
                                                "speaks",   "checks"};

MetricSpeaks read_speaks(const Reader& reader, const std::string& path) {
    reader.allow(speaks_keys);
    MetricSpeaks speaks{.metric = reader.text("metric"), .side = {}};
    const auto side = reader.text("side");
    const auto* const known = std::ranges::find(side_names, side);
    if (known != side_names.end())
        speaks.side = static_cast<MetricSpeaks::Side>(known - side_names.begin());
    else if (!side.empty())
        reader.complain(fleet::path_of(path, "side"), "\"high\", \"low\" or \"foreign\"", side);
    return speaks;
}

OutOfScope read_gap(const Reader& reader) {
    reader.allow(gap_keys);
    OutOfScope gap{.from = reader.time("from")};
    if (reader.optional("until") != nullptr) gap.until = reader.time("until");
    return gap;
}

CheckSpeaks read_check(const Reader& reader, const std::string& path) {
    reader.allow(check_keys);
    CheckSpeaks check{.check_name = reader.text("checkName"),
                      .resource_key = {},
                      .resource_value = {},
                      .reason_code = reader.text("reasonForNonComplianceCode")};
    if (reader.optional("outOfScope") != nullptr) {
        reader.for_each("outOfScope", [&](const fleet::Json& item, const std::string& at) {
            check.out_of_scope.push_back(read_gap(reader.within(item, at)));
        });
    }
    const auto* identifier = reader.find("resourceIdentifier", "an object");
    if (identifier == nullptr) return check;
    if (identifier->is_object() && identifier->size() == 1 && identifier->begin()->is_string()) {
        check.resource_key = identifier->begin().key();
        check.resource_value = identifier->begin()->get<std::string>();
    } else {
        reader.complain(fleet::path_of(path, "resourceIdentifier"),
                        "an object with one text, such as {\"clientId\": \"pump-1\"}", *identifier);
    }
    return check;
}

void read_marks(const Reader& reader, const std::string& path, Incident& incident) {
    if (const auto* strength = reader.optional("strength")) {
        incident.is_below_threshold = *strength == "belowThreshold";
        if (!incident.is_below_threshold)
            reader.complain(fleet::path_of(path, "strength"), "\"belowThreshold\"", *strength);
    }
    if (const auto* fault = reader.optional("fault")) {
        incident.is_fault = *fault == true;
        if (!fault->is_boolean())
            reader.complain(fleet::path_of(path, "fault"), "true or false", *fault);
    }
}

Incident read_incident(const fleet::Document& document, const fleet::Json& value,
                       const std::string& path, fleet::Problems& problems) {
    const Reader reader(document, value, path, problems);
    reader.allow(incident_keys);
    Incident incident;
    incident.id = reader.text("incident");
    incident.kind = reader.text("kind");
    incident.actors = reader.texts("actors");
    incident.affected = reader.texts("affected");
    incident.start = reader.time("start");
    incident.end = reader.time("end");
    if (incident.end < incident.start)
        problems.add(document.problem(
            fleet::path_of(path, "end"),
            fmt::format("the incident ends at {}, before it starts at {}",
                        fleet::format_time(incident.end), fleet::format_time(incident.start))));
    read_marks(reader, path, incident);
    reader.for_each("speaks", [&](const fleet::Json& item, const std::string& at) {
        incident.speaks.push_back(read_speaks(Reader(document, item, at, problems), at));
    });
    reader.for_each("checks", [&](const fleet::Json& item, const std::string& at) {
        incident.checks.push_back(read_check(Reader(document, item, at, problems), at));
    });
    return incident;
}

}  // namespace

bool CheckSpeaks::is_in_scope(fleet::Time when) const {
    return std::ranges::none_of(
        out_of_scope, [&](const auto& gap) { return gap.from <= when && when < gap.until; });
}

std::string_view name_of(MetricSpeaks::Side side) {
    return side_names[static_cast<std::size_t>(side)];
}

fleet::Json to_json(const GroundTruth& truth) {
    fleet::Json incidents = fleet::Json::array();
    for (const auto& incident : truth.incidents) incidents.push_back(to_json(incident));
    fleet::Json json = fleet::Json::object();
    json["incidents"] = std::move(incidents);
    return json;
}

GroundTruth truth_from_json(const fleet::Document& document) {
    fleet::Problems problems;
    GroundTruth truth;
    const Reader reader(document, document.root(), "", problems);
    const std::array<std::string, 1> keys{"incidents"};
    reader.allow(keys);
    reader.for_each("incidents", [&](const fleet::Json& item, const std::string& path) {
        truth.incidents.push_back(read_incident(document, item, path, problems));
    });
    problems.raise_if_any();
    return truth;
}

}  // namespace scenarios
