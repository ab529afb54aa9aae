#include "tests/engine/detect/watch.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace support {
namespace {

fleet::Inventory small_fleet() {
    fleet::Inventory inventory;
    inventory.groups = {{.name = "plant", .parent = fleet::no_index, .policies = {}},
                        {.name = "hall", .parent = 0, .policies = {}},
                        {.name = "office", .parent = fleet::no_index, .policies = {}}};
    inventory.things.resize(2);
    inventory.things[0].name = "pump-1";
    inventory.things[0].groups = {1};
    inventory.things[0].certificates = {0};
    inventory.things[1].name = "pump-2";
    inventory.certificates.resize(2);
    inventory.certificates[0].id.fill(0x11);
    inventory.certificates[0].things = {0};
    inventory.certificates[1].id.fill(0x22);
    inventory.certificates[1].things = {0, 1};
    return inventory;
}

fleet::Dictionary names_of(const fleet::Inventory& inventory) {
    fleet::Dictionary dictionary;
    dictionary.preload_things(inventory);
    dictionary.preload_certificates(inventory);
    return dictionary;
}

std::string text_of(const engine::ViolationEvent& event) {
    auto text = fmt::format("{} {}", event.thing_name, engine::name_of(event.type));
    if (!event.value) return text;
    if (event.value->form == engine::MetricValue::Form::count)
        return text + fmt::format(" {}", event.value->count);
    if (event.value->form == engine::MetricValue::Form::number)
        return text + fmt::format(" {}", event.value->number);
    for (const auto number : event.value->numbers) text += fmt::format(" {}", number);
    for (const auto& one : event.value->texts) text += " " + one;
    return text;
}

}  // namespace

Watch::Watch()
    : inventory(small_fleet()), dictionary(names_of(inventory)), detect(inventory, dictionary) {}

void Watch::profile(const std::string& behaviors, std::vector<std::string> targets,
                    const std::string& name) {
    detect.attach(
        read(fmt::format(R"({{"securityProfileName": "{}", "behaviors": {}}})", name, behaviors),
             &definitions),
        targets, now);
}

std::vector<std::string> Watch::slot(const std::vector<Seen>& seen,
                                     std::vector<fleet::Change> changes) {
    auto slice = slice_of(dictionary, now, fleet::slot_start(now) + fleet::slot_length, seen);
    slice.changes = std::move(changes);
    std::vector<std::string> texts;
    for (const auto& event : play(slice)) texts.push_back(text_of(event));
    return texts;
}

std::vector<engine::ViolationEvent> Watch::play(const fleet::Slice& slice) {
    std::vector<engine::ViolationEvent> happened;
    detect.observe(slice, happened);
    now = slice.end;
    events.insert(events.end(), happened.begin(), happened.end());
    return happened;
}

std::vector<std::string> Watch::idle(unsigned count) {
    now += fleet::slot_length * count;
    std::vector<engine::ViolationEvent> happened;
    detect.advance_to(now, happened);
    events.insert(events.end(), happened.begin(), happened.end());
    std::vector<std::string> texts;
    for (const auto& event : happened) texts.push_back(text_of(event));
    return texts;
}

std::string rule(std::string_view metric, std::string_view comparison, std::string_view value,
                 std::string_view more, std::string_view name) {
    return fmt::format(
        R"([{{"name": "{}", "metric": "{}",
              "criteria": {{"comparisonOperator": "{}", "value": {}{}{}}}}}])",
        name, metric, comparison, value, more.empty() ? "" : ", ", more);
}

std::string certificate_of(std::string_view thing) {
    return std::string(64, thing == "pump-1" ? '1' : thing == "both" ? '2' : '3');
}

engine::SecurityProfile read(const std::string& profile, const engine::Definitions* definitions) {
    const auto document = fleet::parse_json(profile, "guard.profile.json");
    fleet::Problems problems;
    const auto result = engine::read_profile(document.root(), document, "", problems, definitions);
    problems.raise_if_any();
    return result.value();
}

fleet::Problems problems_of(const std::string& profile) {
    const auto document = fleet::parse_json(profile, "guard.profile.json");
    fleet::Problems problems;
    const auto result = engine::read_profile(document.root(), document, "", problems);
    fleet::require(!result == !problems.empty(), "a profile has problems or a value, never both");
    return problems;
}

std::string sent(std::string_view more, std::string_view limit) {
    return rule("aws:num-messages-sent", "less-than", fmt::format(R"({{"count": {}}})", limit),
                more);
}

std::vector<std::string> none() { return {}; }

}  // namespace support
