// What a defect of the account says should be found is what the checks find, word by word of its
// parameters: two statements of one truth, which share no code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fleet/defects.hpp"
#include "tests/support/service.hpp"

using namespace support;
using testing::UnorderedElementsAreArray;

namespace {

fleet::Fleet fleet_with(const fleet::Defect& defect, std::string_view word) {
    fleet::FleetDescription description{.start = noon, .duration = std::chrono::hours(1)};
    description.account.logging = {.role_arn = "", .default_log_level = "ERROR"};
    description.cohorts.push_back({.name = "pumps", .count = 1});
    fleet::DefectDescription described{.kind = std::string(defect.card.name),
                                       .cohort = "",
                                       .count = 0,
                                       .parameters = {},
                                       .where = ""};
    for (const auto& parameter : defect.card.parameters) {
        const bool is_word = parameter.type == fleet::ParameterType::word;
        described.parameters.set(parameter.name, is_word ? word : parameter.default_text);
    }
    description.defects.push_back(std::move(described));
    return fleet::synthesise(description, 7);
}

std::vector<std::string> due(const fleet::Fleet& fleet) {
    std::vector<std::string> due;
    for (const auto& speaks : fleet.defects.at(0).checks)
        if (speaks.begin <= noon && noon < speaks.end)
            due.push_back(speaks.check_name + ' ' + speaks.resource_key + ' ' +
                          speaks.resource_value + ' ' + speaks.reason_code);
    return due;
}

std::vector<std::string> found(const fleet::Fleet& fleet) {
    auto builder = a_fleet();
    builder.inventory() = fleet.inventory;
    std::vector<std::string> found;
    for (const auto* check : engine::audit_checks())
        for (const auto& one : run_check(check->name, builder).found) {
            // The truth names an issuer by its id, which stands behind its subject.
            const auto& members = one.resource.identifier;
            const auto id =
                std::ranges::find(members, "issuerId", [](const auto& m) { return m.first; });
            const auto& [key, value] = id == members.end() ? members.front() : *id;
            found.push_back(std::string(check->name) + ' ' + key + ' ' + value + ' ' +
                            one.reason_code);
        }
    return found;
}

}  // namespace

TEST(AccountDefects, AreFoundAsTheySayAndNothingElseIs) {
    std::size_t words_seen = 0;
    for (const auto* defect : fleet::defects()) {
        if (defect->scope != fleet::DefectScope::account) continue;
        std::vector<std::string_view> words;
        for (const auto& parameter : defect->card.parameters)
            words.insert(words.end(), parameter.words.begin(), parameter.words.end());
        if (words.empty()) words.emplace_back();
        for (const auto word : words) {
            const auto fleet = fleet_with(*defect, word);
            EXPECT_THAT(found(fleet), UnorderedElementsAreArray(due(fleet)))
                << defect->card.name << ' ' << word;
            ++words_seen;
        }
    }
    EXPECT_GT(words_seen, 25U);
}

TEST(AccountDefects, AreNotInAHealthyFleet) {
    fleet::FleetDescription description{.start = noon, .duration = std::chrono::hours(1)};
    description.account.logging = {.role_arn = "", .default_log_level = "ERROR"};
    description.cohorts.push_back({.name = "pumps", .count = 1});
    EXPECT_THAT(found(fleet::synthesise(description, 7)), testing::IsEmpty());
}
