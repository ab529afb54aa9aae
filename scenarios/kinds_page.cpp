#include "scenarios/kinds_page.hpp"

#include <fmt/format.h>

#include "scenarios/kinds.hpp"

namespace scenarios {
namespace {

/// A text within a cell.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string sentence(std::string_view text) {
    if (text.empty()) return {};
    std::string written(text);
    if (written.back() != '.') written += '.';
    return written;
}

/// T1498.002 is found under T1498/002.
std::string technique(std::string_view id) {
    if (id.empty()) return {};
    std::string path(id);
    if (const auto dot = path.find('.'); dot != std::string::npos) path[dot] = '/';
    return fmt::format("[{}](https://attack.mitre.org/techniques/{}/)", id, path);
}

std::string looks_like(const fleet::ParameterCard& card) {
    std::string expected;
    fleet::is_value_of(card, "\x01", &expected);
    return expected;
}

std::string parameters_of(const fleet::KindCard& card) {
    if (card.parameters.empty()) return {};
    std::string text = "\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n";
    for (const auto& parameter : card.parameters)
        text += fmt::format(
            "| `{}` | {} | {} | {} |\n", parameter.name, cell(looks_like(parameter)),
            parameter.default_text.empty() ? std::string("required")
                                           : fmt::format("`{}`", cell(parameter.default_text)),
            cell(parameter.meaning));
    return text;
}

std::string section_of(const fleet::KindCard& card, std::string_view verb) {
    auto text = fmt::format("\n### {}\n\n{}\n", card.name, card.story);
    if (!card.speaks.empty()) text += fmt::format("{}: {}\n", verb, sentence(card.speaks));
    return text + parameters_of(card);
}

std::string sections_of(const std::vector<const fleet::KindCard*>& cards, std::string_view verb) {
    std::string text;
    for (const auto* card : cards) text += section_of(*card, verb);
    return text;
}

}  // namespace

std::string attacks_page() {
    std::string page =
        "# Misbehaviour\n\n"
        "Written from the cards of the kinds; `fleetdrill list attacks` names them. Each may stand "
        "in the `timeline` of a scenario\n([scenario-format](scenario-format.md)), with `at`, "
        "`for`, `devices` and the keys below. The truth of a run says who was affected and what "
        "should\nspeak ([scoring](scoring.md)). With `\"strength\": \"belowThreshold\"` it is so "
        "faint that a sensible profile cannot tell it from a usual day,\nand what should speak "
        "must stay silent. A technique of MITRE ATT&CK stands only where it is certain.\n\n"
        "| kind | ATT&CK | should speak |\n| --- | --- | --- |\n";
    for (const auto* card : attack_cards())
        page += fmt::format("| [{0}](#{0}) | {1} | {2} |\n", card->name, technique(card->attack_id),
                            cell(card->speaks));
    return page + sections_of(attack_cards(), "Should speak");
}

std::string healthy_page() {
    return "# What healthy devices do\n\n"
           "Written from the cards of the kinds; `fleetdrill list traffic` and `fleetdrill list "
           "events` name them. A good profile alarms on nothing\nhere: the truth expects nothing, "
           "and an alarm that it causes is a false one.\n\n"
           "## Traffic of a cohort\n" +
           sections_of(traffic_cards(), "What speaks") +
           "\n## What befalls devices, and what operators do\n\nIn the `timeline`.\n" +
           sections_of(event_cards(), "What speaks");
}

std::string defects_page() {
    std::string page =
        "# Defects\n\n"
        "Written from the cards of the kinds; `fleetdrill list defects` names them. Each may stand "
        "in `fleet.defects` of a scenario\n([scenario-format](scenario-format.md)); what should "
        "speak is a check of an audit ([audit-checks](audit-checks.md)).\n\n"
        "| kind | should speak |\n| --- | --- |\n";
    for (const auto* card : defect_cards())
        page += fmt::format("| [{0}](#{0}) | {1} |\n", card->name, cell(card->speaks));
    return page + sections_of(defect_cards(), "Should speak");
}

}  // namespace scenarios
