#include "engine/score/partial.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/score/bound.hpp"
#include "engine/score/due.hpp"

namespace score {
namespace {

using fleet::Json;

std::string words_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (const auto time = value.is_binary() ? fleet::read_aws_time(value) : std::nullopt)
        return fleet::format_time(*time);
    return fleet::to_line(value);
}

std::optional<fleet::Time> time_of(const Json& wanted, const RunFacts& facts) {
    if (!wanted.is_string()) return fleet::read_aws_time(wanted);
    const auto moment = read_moment(wanted.get_ref<const std::string&>());
    if (!moment) return std::nullopt;
    return moment->in(facts);
}

bool is_alike(const Json& wanted, const Json& found, const RunFacts& facts) {
    if (found.is_binary()) return time_of(wanted, facts) == fleet::read_aws_time(found);
    if (found.is_number() && wanted.is_string()) {
        const auto bound = read_bound(wanted);
        return bound && bound->contains(found.get<double>());
    }
    return wanted == found;
}

class Comparison {
  public:
    Comparison(const RunFacts& facts, std::vector<ComparedField>& rows)
        : facts_(facts), rows_(rows) {}

    void compare(const Json& wanted, const Json& found, const std::string& path) {
        if (wanted.is_object() && found.is_object()) return compare_members(wanted, found, path);
        if (wanted.is_array() && found.is_array()) {
            const bool has_all = std::ranges::all_of(wanted, [&](const Json& one) {
                return std::ranges::any_of(
                    found, [&](const Json& other) { return is_part_of(one, other, facts_); });
            });
            return add(path, wanted, words_of(found), has_all);
        }
        add(path, wanted, words_of(found), is_alike(wanted, found, facts_));
    }

  private:
    void compare_members(const Json& wanted, const Json& found, const std::string& path) {
        for (auto item = wanted.begin(); item != wanted.end(); ++item) {
            const auto place = fleet::path_of(path, item.key());
            const auto other = found.find(item.key());
            if (other == found.end())
                add(place, *item, "-", false);
            else
                compare(*item, *other, place);
        }
    }
    void add(const std::string& path, const Json& wanted, std::string found, bool is_alike) {
        rows_.push_back({.field = path,
                         .expected = words_of(wanted),
                         .found = std::move(found),
                         .is_alike = is_alike});
    }

    const RunFacts& facts_;
    std::vector<ComparedField>& rows_;
};

}  // namespace

std::vector<ComparedField> compare(const Json& wanted, const Json& found, const RunFacts& facts) {
    std::vector<ComparedField> rows;
    Comparison(facts, rows).compare(wanted, found, {});
    return rows;
}

bool is_part_of(const Json& wanted, const Json& found, const RunFacts& facts) {
    return std::ranges::all_of(compare(wanted, found, facts), &ComparedField::is_alike);
}

}  // namespace score
