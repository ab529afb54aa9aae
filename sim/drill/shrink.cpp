#include "sim/drill/shrink.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fleet/base/time.hpp"

namespace drill {
namespace {

using fleet::Json;
using Pointer = Json::json_pointer;

/// Where something stands, those nearest to the root first: the more there is behind it, the sooner
/// it is tried.
void collect(const Json& json, const Pointer& at, const std::function<bool(const Json&)>& is_wanted,
             std::vector<Pointer>& found) {
    std::vector<std::pair<Pointer, const Json*>> level{{at, &json}};
    while (!level.empty()) {
        std::vector<std::pair<Pointer, const Json*>> next;
        for (const auto& [place, value] : level) {
            if (is_wanted(*value)) found.push_back(place);
            if (value->is_object())
                for (const auto& [key, member] : value->items())
                    next.emplace_back(place / key, &member);
            if (value->is_array())
                for (std::size_t i = 0; i < value->size(); ++i)
                    next.emplace_back(place / i, &(*value)[i]);
        }
        level = std::move(next);
    }
}

class Shrinking {
  public:
    Shrinking(Json scenario, const std::function<bool(const Json&)>& still_breaks)
        : scenario_(std::move(scenario)), still_breaks_(still_breaks) {}

    Json run() {
        for (bool is_smaller = true; is_smaller;) {
            is_smaller = shorten_lists();
            is_smaller |= drop_cohorts();
            is_smaller |= take_devices();
            is_smaller |= take_time();
            is_smaller |= drop_members();
        }
        return std::move(scenario_);
    }

  private:
    bool take(Json candidate) {
        if (candidate == scenario_ || !still_breaks_(candidate)) return false;
        scenario_ = std::move(candidate);
        return true;
    }

    std::vector<Pointer> places(const std::function<bool(const Json&)>& is_wanted) const {
        std::vector<Pointer> found;
        collect(scenario_, Pointer(), is_wanted, found);
        return found;
    }

    /// Runs of elements, first long ones.
    bool shorten_lists() {
        bool is_smaller = false;
        for (const auto& list : places([](const Json& json) { return json.is_array(); })) {
            if (!scenario_.contains(list)) continue;
            for (auto length = scenario_[list].size(); length > 0; length /= 2) {
                for (std::size_t first = 0; first < scenario_[list].size();) {
                    auto candidate = scenario_;
                    auto& elements = candidate[list];
                    const auto last = std::min(first + length, elements.size());
                    elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(first),
                                   elements.begin() + static_cast<std::ptrdiff_t>(last));
                    if (take(std::move(candidate)))
                        is_smaller = true;
                    else
                        first += length;
                }
            }
        }
        return is_smaller;
    }

    /// A cohort goes with all that happens to it.
    bool drop_cohorts() {
        bool is_smaller = false;
        for (std::size_t i = 0; i < scenario_["fleet"]["cohorts"].size();) {
            auto candidate = scenario_;
            auto& cohorts = candidate["fleet"]["cohorts"];
            const auto name = cohorts[i].value("name", "");
            cohorts.erase(i);
            drop_about(candidate, "timeline", name);
            drop_about(candidate["fleet"], "defects", name);
            if (take(std::move(candidate)))
                is_smaller = true;
            else
                ++i;
        }
        return is_smaller;
    }
    static void drop_about(Json& parent, const char* key, const std::string& cohort) {
        if (!parent.contains(key)) return;
        auto& list = parent[key];
        for (std::size_t k = list.size(); k-- > 0;)
            if (is_about(list[k], cohort)) list.erase(k);
    }
    static bool is_about(const Json& entry, const std::string& cohort) {
        const auto text = entry.dump();
        return text.find("\"" + cohort + "\"") != std::string::npos ||
               text.find("\"" + cohort + "-") != std::string::npos;
    }

    bool take_devices() {
        bool is_smaller = false;
        for (const auto& place : places([](const Json& json) {
                 return json.is_object() && json.contains("count") &&
                        json["count"].is_number_integer();
             })) {
            if (place.to_string().find("/value") != std::string::npos) continue;
            const auto count = scenario_[place]["count"].get<std::int64_t>();
            for (const auto smaller : {std::int64_t{1}, count / 2, count - 1}) {
                if (smaller < 1 || smaller >= scenario_[place]["count"].get<std::int64_t>())
                    continue;
                auto candidate = scenario_;
                candidate[place]["count"] = smaller;
                is_smaller |= take(std::move(candidate));
            }
        }
        return is_smaller;
    }

    bool take_time() {
        using namespace std::chrono_literals;
        bool is_smaller = false;
        for (bool goes_on = true; goes_on;) {
            goes_on = false;
            const auto length = fleet::parse_duration(scenario_.value("duration", ""));
            if (!length) return is_smaller;
            const auto slots = *length / fleet::slot_length * fleet::slot_length;
            for (const fleet::Duration shorter :
                 {*length / 2, slots, *length - fleet::slot_length}) {
                if (shorter < 1min || shorter >= *length) continue;
                auto candidate = scenario_;
                candidate["duration"] = fleet::format_duration(
                    std::chrono::duration_cast<std::chrono::seconds>(shorter));
                if (take(std::move(candidate))) {
                    goes_on = is_smaller = true;
                    break;
                }
            }
        }
        return is_smaller;
    }

    /// What has a default can go, too.
    bool drop_members() {
        bool is_smaller = false;
        for (const auto& object : places([](const Json& json) { return json.is_object(); })) {
            if (!scenario_.contains(object)) continue;
            std::vector<std::string> keys;
            for (const auto& [key, value] : scenario_[object].items()) keys.push_back(key);
            for (const auto& key : keys) {
                if (object.empty() && (key == "seed" || key == "title" || key == "start")) continue;
                auto candidate = scenario_;
                candidate[object].erase(key);
                is_smaller |= take(std::move(candidate));
            }
        }
        return is_smaller;
    }

    Json scenario_;
    const std::function<bool(const Json&)>& still_breaks_;
};

}  // namespace

Json shrink(Json scenario, const std::function<bool(const Json&)>& still_breaks) {
    return Shrinking(std::move(scenario), still_breaks).run();
}

std::uint64_t devices_of(const Json& scenario) {
    std::uint64_t devices = 0;
    for (const auto& cohort : scenario["fleet"]["cohorts"])
        devices += cohort["count"].get<std::uint64_t>();
    return devices;
}

}  // namespace drill
