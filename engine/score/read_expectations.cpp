// Reads the `expect` section; every key and every value is checked, and all problems come at once.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/score/expectations.hpp"
#include "fleet/base/shape.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/expect_shape.hpp"

namespace score {
namespace {

using fleet::Json;

constexpr double count_most = 1e15;

/// The shape of what an entry may name: the words and keys that there are.
const fleet::Shape* shape_of(const Section& section, const Field& field) {
    static const auto whole = scenarios::expect_shape();
    const auto* entries = fleet::shape_of_key(whole, section.name);
    return entries == nullptr ? nullptr : fleet::shape_of_key(entries->parts.front(), field.name);
}

/// Does nothing follow from a part of an item that is like this?
bool names_nothing(const Json& match) {
    return match.is_object() && std::ranges::all_of(match, names_nothing);
}

constexpr std::string_view bound_form = "a number or a range such as \">= 2\" or \"1..3\"";
constexpr std::string_view moment_form =
    "a time such as \"+4h\", \"end-10m\" or \"2018-08-06T04:00:00Z\"";

class Reader {
  public:
    Reader(const fleet::Document& scenario, fleet::Problems& problems)
        : scenario_(scenario), problems_(problems) {}

    Expectations read(const Json& expect) {
        expectations_.is_present = true;
        if (!expect.is_object()) {
            complain("expect", "an object", expect);
            return std::move(expectations_);
        }
        bool is_truth_all = true;
        for (const auto& [key, value] : expect.items()) {
            const auto path = fleet::path_of("expect", key);
            if (key == "exclusive") {
                read_exclusive(value, path);
                continue;
            }
            is_truth_all = false;
            if (key == "score")
                read_scores(value, path);
            else
                read_section(key, value, path);
        }
        expectations_.is_recall_expected =
            is_truth_all && expectations_.exclusive == Exclusive::truth;
        return std::move(expectations_);
    }

  private:
    void complain(const std::string& path, std::string_view expected, const Json& found) {
        const auto turned = turned_round(found);
        problems_.add(scenario_.problem(
            path,
            fmt::format("expected {}, found {}{}", expected, fleet::excerpt(found),
                        turned.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", turned))));
    }
    void unknown_key(const std::string& path, std::string_view key,
                     const std::vector<std::string>& known) {
        problems_.add(scenario_.problem(
            path, fmt::format("unknown key \"{}\"{}", key, fleet::did_you_mean(key, known))));
    }

    void read_exclusive(const Json& value, const std::string& path) {
        if (value.is_boolean())
            expectations_.exclusive = value.get<bool>() ? Exclusive::truth : Exclusive::no;
        else if (value == "strict")
            expectations_.exclusive = Exclusive::strict;
        else
            complain(path, "true, false or \"strict\"", value);
    }

    void read_scores(const Json& value, const std::string& path) {
        if (!value.is_object()) return complain(path, "an object", value);
        for (const auto& [key, bound] : value.items()) {
            const auto at = fleet::path_of(path, key);
            std::string problem;
            const auto name = read_score_name(key, problem);
            const auto read = read_bound(bound);
            if (!name) problems_.add(scenario_.problem(at, problem));
            if (!read && !bound.is_null())
                complain(at, "a number, null, or a range such as \">= 0.9\"", bound);
            if (name && (read || bound.is_null()))
                expectations_.scores.push_back({.where = at,
                                                .name = *name,
                                                .bound = read.value_or(Bound{}),
                                                .is_null = bound.is_null()});
        }
    }

    void read_section(const std::string& key, const Json& value, const std::string& path) {
        std::vector<std::string> names{"exclusive", "score"};
        for (const auto* section : sections()) {
            names.emplace_back(section->name);
            if (section->name != key) continue;
            if (!value.is_array()) return complain(path, "an array", value);
            for (std::size_t i = 0; i < value.size(); ++i)
                read_entry(*section, value[i], fleet::path_of(path, i));
            return;
        }
        unknown_key(path, key, names);
    }

    void read_entry(const Section& section, const Json& value, const std::string& path) {
        if (!value.is_object()) return complain(path, "an object", value);
        Entry entry;
        entry.where = path;
        entry.section = &section;
        std::vector<std::string> names{"count"};
        if (section.is_timed) names.insert(names.end(), {"within", "at", "clearedWithin"});
        for (const auto& field : section.fields) {
            names.emplace_back(field.name);
            const auto found = value.find(std::string(field.name));
            if (found != value.end() && is_of_shape(section, field, *found, path))
                read_field(field, *found, fleet::path_of(path, field.name), entry);
            else if (found != value.end())
                continue;
            else if (field.is_required && !(section.shape && value.contains("match")))
                problems_.add(
                    scenario_.problem(path, fmt::format("\"{}\" is missing", field.name)));
        }
        if (section.shape) {
            names.emplace_back("match");
            read_match(section.shape(), value, path, entry);
        }
        read_count(value, path, entry);
        if (section.is_timed) read_due(value, path, entry);
        for (const auto& [key, member] : value.items())
            if (std::ranges::find(names, key) == names.end())
                unknown_key(fleet::path_of(path, key), key, names);
        expectations_.entries.push_back(std::move(entry));
    }

    /// Is it one of the words, has it the keys that there are? Else it is said what there is.
    bool is_of_shape(const Section& section, const Field& field, const Json& value,
                     const std::string& path) {
        const auto* shape = shape_of(section, field);
        if (shape == nullptr) return true;
        const auto* chosen = fleet::resolve(*shape, value);
        const bool has_words = chosen != nullptr && (chosen->kind == fleet::Shape::Kind::word ||
                                                     chosen->kind == fleet::Shape::Kind::object ||
                                                     chosen->kind == fleet::Shape::Kind::map);
        return !has_words || is_right(value, *chosen, fleet::path_of(path, field.name));
    }

    bool is_right(const Json& value, const fleet::Shape& shape, const std::string& path) {
        bool is_right = true;
        fleet::check(value, shape, path, [&](const std::string& place, std::string message) {
            problems_.add(scenario_.problem(place, std::move(message)));
            is_right = false;
        });
        return is_right;
    }

    void read_field(const Field& field, const Json& value, const std::string& path, Entry& entry) {
        Wanted wanted{.field = &field, .values = {}};
        switch (field.type) {
            case FieldType::pairs:
                if (value.is_object() && value.empty())
                    return complain(path, "at least one key", value);
                if (value.is_object()) {
                    read_pairs(value, path, wanted);
                    break;
                }
                [[fallthrough]];
            case FieldType::text:
                if (!value.is_string()) return complain(path, "a text", value);
                wanted.values = {value.get<std::string>()};
                break;
            case FieldType::truth:
                if (!value.is_boolean()) return complain(path, "true or false", value);
                wanted.values = {value.get<bool>() ? "true" : "false"};
                break;
            case FieldType::ordinal:
                if (!value.is_number_unsigned() || value == 0)
                    return complain(path, "a whole number from 1", value);
                wanted.values = {fmt::format("{}", value.get<std::uint64_t>())};
                break;
        }
        entry.wanted.push_back(std::move(wanted));
    }

    void read_pairs(const Json& value, const std::string& path, Wanted& wanted) {
        for (const auto& [key, member] : value.items()) {
            if (member.is_string())
                wanted.values.push_back(
                    fmt::format("{}={}", key, member.get_ref<const std::string&>()));
            else
                complain(fleet::path_of(path, key), "a text", member);
        }
    }

    void read_match(const fleet::Shape& shape, const Json& value, const std::string& path,
                    Entry& entry) {
        const auto match = value.find("match");
        if (match == value.end()) return;
        const auto at = fleet::path_of(path, "match");
        if (is_right(*match, shape, at) && names_nothing(*match))
            problems_.add(
                scenario_.problem(at, fmt::format("{} names nothing, so everything would match",
                                                  fleet::to_line(*match))));
        entry.match = fleet::parse_json(fleet::to_line(*match), scenario_.file());
    }

    void read_count(const Json& value, const std::string& path, Entry& entry) {
        const auto count = value.find("count");
        if (count == value.end()) return;
        const auto at = fleet::path_of(path, "count");
        const auto bound = read_bound(*count);
        if (!bound) return complain(at, bound_form, *count);
        entry.count = *bound;
        if (!bound->has_count()) complain(at, "how many: a whole number from 0", *count);
        if (bound->low > count_most)
            complain(at, fmt::format("how many: at most {:.0f}", count_most), *count);
    }

    void read_due(const Json& value, const std::string& path, Entry& entry) {
        if (const auto at = value.find("at"); at != value.end()) {
            if (at->is_string()) entry.due.at = read_moment(at->get_ref<const std::string&>());
            if (!entry.due.at)
                complain(fleet::path_of(path, "at"), moment_form, *at);
            else
                entry.due_words = fmt::format(" at {}", at->get_ref<const std::string&>());
        }
        if (const auto within = value.find("within"); within != value.end()) {
            if (within->is_string())
                entry.due.within = fleet::parse_duration(within->get_ref<const std::string&>());
            if (!entry.due.within || *entry.due.within < fleet::Duration::zero())
                complain(fleet::path_of(path, "within"), "a duration such as \"10m\"", *within);
            else
                entry.due_words +=
                    fmt::format(" within {}{}", within->get_ref<const std::string&>(),
                                entry.due.at ? "" : " of its incident");
        }
        read_clearing(value, path, entry);
    }

    void read_clearing(const Json& value, const std::string& path, Entry& entry) {
        const auto clearing = value.find("clearedWithin");
        if (clearing == value.end()) return;
        if (clearing->is_string())
            entry.due.cleared_within =
                fleet::parse_duration(clearing->get_ref<const std::string&>());
        if (!entry.due.cleared_within || *entry.due.cleared_within < fleet::Duration::zero())
            return complain(fleet::path_of(path, "clearedWithin"), "a duration such as \"10m\"",
                            *clearing);
        entry.due_words +=
            fmt::format(" that clears within {}", clearing->get_ref<const std::string&>());
    }

    const fleet::Document& scenario_;
    fleet::Problems& problems_;
    Expectations expectations_;
};

}  // namespace

Expectations read_expectations(const fleet::Document& scenario, fleet::Problems& problems) {
    const auto& root = scenario.root();
    const auto expect = root.is_object() ? root.find("expect") : root.end();
    if (expect == root.end()) return {};
    return Reader(scenario, problems).read(*expect);
}

}  // namespace score
