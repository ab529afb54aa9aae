#include "sim/drill/fuzz_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/random.hpp"
#include "scenarios/events.hpp"
#include "sim/drill/fuzz_profile.hpp"

namespace drill {
namespace {

using fleet::Json;

class Maker {
  public:
    Maker(std::uint64_t seed, const scenarios::KindTables& kinds)
        : seed_(seed),
          kinds_(kinds),
          draw_(fleet::Random(seed).stream(fleet::label("fuzz"), 0, fleet::Purpose::test)),
          // Long enough now and then for a thing to be silent for more than two days.
          is_long_(chance(8)),
          minutes_(is_long_ ? between(52, 60) * 60 : between(6, 100)) {}

    Json scenario(std::span<const Json> attachments) {
        const auto offset = between(0, 299);
        Json scenario{
            {"title", fmt::format("fuzz {}", seed_)},
            {"seed", seed_},
            {"start", fmt::format("2018-08-06T00:{:02}:{:02}Z", offset / 60, offset % 60)},
            {"duration", fmt::format("{}m{}s", minutes_, between(0, 59))}};
        if (chance(3)) scenario["broker"] = {{"enforceCrl", chance(2)}, {"closeOnDeny", chance(2)}};
        auto cohorts = Json::array();
        for (auto n = between(1, 3); n > 0; --n) cohorts.push_back(cohort(cohorts.size()));
        scenario["fleet"] = {
            {"cohorts", cohorts},
            {"groups", Json::array({{{"name", "world"}}, {{"name", "east"}, {"parent", "world"}}})},
            {"defects", defects()}};
        scenario["timeline"] = timeline();
        scenario["detect"] = detect(attachments);
        return scenario;
    }

  private:
    std::int64_t between(std::int64_t low, std::int64_t high) { return draw_.between(low, high); }
    bool chance(std::int64_t one_in) { return between(1, one_in) == 1; }
    template <class T>
    const T& one_of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(draw_.below(all.size()))];
    }
    std::string word(const std::vector<const char*>& words) { return one_of(words); }
    std::string seconds(std::int64_t low, std::int64_t high) {
        return fmt::format("{}s", between(low, high));
    }

    Json cohort(std::size_t index) {
        const auto count = between(1, 5);
        names_.push_back(std::string(1, static_cast<char>('a' + index)));
        sizes_.push_back(count);
        Json cohort{{"name", names_.back()}, {"count", count}};
        if (chance(2)) cohort["addresses"] = word({"10.20.0.0/16", "172.16.0.0/12"});
        if (chance(2)) cohort["groups"] = Json::array({word({"east", "world"})});
        // A topic that cohorts share lets devices hear devices, themselves among them.
        const bool is_shared = chance(3);
        auto traffic = Json::array();
        for (auto n = between(1, 2); n > 0; --n) traffic.push_back(usual(is_shared));
        cohort["traffic"] = traffic;
        if (!is_long_ && chance(2)) cohort["reports"] = {{"every", seconds(100, 400)}};
        if (is_shared || chance(4)) cohort["policy"] = policy();
        return cohort;
    }

    Json usual(bool is_shared) {
        Json traffic{{"kind", one_of(kinds_.traffic)->name}};
        const auto least = is_long_ ? 900 : 10;
        traffic["every"] = seconds(least, least * 10);
        if (chance(2)) traffic["bytes"] = fmt::format("{}..{}", between(0, 60), between(60, 400));
        if (is_shared) traffic["topic"] = "shared/room";
        if (traffic["kind"] == "gateway") traffic["children"] = 2;
        return traffic;
    }

    Json policy() {
        auto actions = Json::array({"iot:Connect", "iot:Publish", "iot:Subscribe"});
        if (!chance(3)) actions.push_back("iot:Receive");
        const auto denied = word({"topic/admin/*", "topic/shared/*", "topic/dt/*"});
        return {{"Version", "2012-10-17"},
                {"Statement",
                 Json::array({{{"Effect", "Allow"}, {"Action", actions}, {"Resource", "*"}},
                              {{"Effect", "Deny"},
                               {"Action", "iot:Publish"},
                               {"Resource", "arn:aws:iot:us-east-1:123456789012:" + denied}}})}};
    }

    Json defects() {
        auto defects = Json::array();
        for (auto n = between(0, 2); n > 0; --n) {
            const auto kind =
                word({"expired-certificate", "expiring-certificate", "shared-certificate",
                      "duplicate-client-id", "old-certificate", "revoked-device-certificate"});
            const bool is_pair = kind == "shared-certificate" || kind == "duplicate-client-id";
            defects.push_back(
                {{"kind", kind}, {"cohort", one_of(names_)}, {"count", is_pair ? 2 : 1}});
        }
        return defects;
    }

    Json devices() {
        const auto cohort = static_cast<std::size_t>(draw_.below(names_.size()));
        const auto last = sizes_[cohort] - 1;
        if (!chance(3))
            return {
                {"things", Json::array({fmt::format("{}-{}", names_[cohort], between(0, last))})}};
        return {{"cohort", names_[cohort]}, {"count", between(1, last + 1)}};
    }

    Json timeline() {
        auto timeline = Json::array();
        for (auto n = between(0, 5); n > 0; --n) timeline.push_back(happening());
        return timeline;
    }

    Json happening() {
        const auto* card = one_of(kinds_.timeline);
        const auto at = between(0, minutes_ * 60 - 60);
        Json entry{{"at", fmt::format("+{}s", at)}};
        const auto* event = scenarios::event_named(card->name);
        const bool is_instant = event != nullptr && !event->lasts;
        const auto rest = minutes_ * 60 - at - 1;
        if (!is_instant && !(is_long_ && card->name == "silent-device"))
            entry["for"] =
                seconds(20, std::max<std::int64_t>(20, std::min<std::int64_t>(rest, 2400)));
        entry["kind"] = card->name;
        entry["devices"] = devices();
        if (event == nullptr && chance(8)) entry["strength"] = "belowThreshold";
        for (const auto& parameter : card->parameters) set(entry, parameter);
        return entry;
    }

    /// Some of the quantities of a kind, within what a small fleet can bear.
    void set(Json& entry, const fleet::ParameterCard& parameter) {
        const std::string name(parameter.name);
        if (parameter.type == fleet::ParameterType::pace && (chance(2) || is_long_))
            entry[name] = is_long_ ? seconds(300, 3000) : seconds(2, 120);
        else if (parameter.type == fleet::ParameterType::word && chance(2))
            entry[name] =
                parameter.words[static_cast<std::size_t>(draw_.below(parameter.words.size()))];
        else if (parameter.type == fleet::ParameterType::count && chance(3))
            entry[name] =
                between(static_cast<std::int64_t>(parameter.least),
                        static_cast<std::int64_t>(std::min(
                            parameter.most, std::max<std::uint64_t>(parameter.least, 40))));
    }

    Json detect(std::span<const Json> attachments) {
        Json detect{{"dimensions", Json::array({dimension("own", "+/+/${iot:ClientId}/#"),
                                                dimension("telemetry", "dt/#")})}};
        if (chance(4)) detect["windows"] = "tumbling";
        if (chance(4)) detect["connectedIsActive"] = true;
        if (chance(4)) detect["disconnectDurationUnit"] = "seconds";
        auto profiles = Json::array();
        for (const auto& attachment : attachments) profiles.push_back(attachment);
        if (attachments.empty()) {
            for (auto n = between(1, 2); n > 0; --n)
                profiles.push_back(
                    random_attachment(draw_, fmt::format("watch-{}", profiles.size())));
        }
        detect["profiles"] = std::move(profiles);
        return detect;
    }
    static Json dimension(const char* name, const char* filter) {
        return {{"name", name}, {"type", "TOPIC_FILTER"}, {"stringValues", Json::array({filter})}};
    }

    std::uint64_t seed_;
    const scenarios::KindTables& kinds_;
    fleet::Stream draw_;
    bool is_long_;
    std::int64_t minutes_;
    std::vector<std::string> names_;   // of the cohorts
    std::vector<std::int64_t> sizes_;  // likewise
};

}  // namespace

Json random_scenario(std::uint64_t seed, const scenarios::KindTables& kinds,
                     std::span<const Json> attachments) {
    return Maker(seed, kinds).scenario(attachments);
}

bool make_easier(Json& scenario, std::string_view why) {
    const std::array<std::pair<std::string_view, Json*>, 2> lists{
        {{"timeline[", &scenario["timeline"]}, {"defects[", &scenario["fleet"]["defects"]}}};
    for (const auto& [path, list] : lists) {
        const auto found = why.find(path);
        std::size_t index = 0;
        if (found == std::string_view::npos) continue;
        std::from_chars(why.data() + found + path.size(), why.data() + why.size(), index);
        if (index >= list->size()) continue;
        list->erase(index);
        return true;
    }
    for (const auto& [path, list] : lists) {
        if (list->empty()) continue;
        list->erase(list->size() - 1);
        return true;
    }
    return false;
}

}  // namespace drill
