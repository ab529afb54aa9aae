#include "sim/cli/check_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

namespace cli {
namespace {

using fleet::Json;

Json index_json(const CheckNote& note) { return note.behavior ? Json(*note.behavior) : Json(); }

std::string text_of(const CheckNote& note) {
    auto text = note.line > 0 ? fmt::format("{}:{}: ", note.file, note.line)
                              : fmt::format("{}: ", note.file);
    if (!note.path.empty()) text += note.path + ": ";
    if (note.lint.empty()) return text + note.message + '\n';
    return text + fmt::format("{} [{}]\n    fix: {}\n", note.message, note.lint, note.fix);
}

/// A path as a URI: everything but what may stand in one is escaped.
std::string uri_of(const std::string& path) {
    std::string uri;
    for (const char c : path) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') ||
                              std::string_view("-._~/").find(c) != std::string_view::npos;
        uri += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json sarif_result(const CheckNote& note) {
    Json result;
    result["ruleId"] = note.lint.empty() ? "validation-error" : note.lint;
    result["level"] = note.lint.empty() ? "error" : "warning";
    result["message"]["text"] =
        note.fix.empty() ? note.message : fmt::format("{}. Fix: {}", note.message, note.fix);
    Json location;
    location["artifactLocation"]["uri"] = uri_of(note.file);
    location["region"]["startLine"] = std::max(note.line, 1);
    result["locations"].push_back(Json{{"physicalLocation", location}});
    return result;
}

}  // namespace

std::string check_text(const std::vector<CheckedFile>& files, bool is_quiet) {
    std::string text;
    std::size_t errors = 0, lints = 0;
    for (const auto& file : files) {
        if (!is_quiet)
            text += fmt::format("{}: {}, {}\n", file.file, file.kind,
                                file.errors.empty() ? "valid" : "invalid");
        for (const auto& note : file.errors) text += text_of(note);
        for (const auto& note : file.lints) text += text_of(note);
        errors += file.errors.size();
        lints += file.lints.size();
    }
    if (!is_quiet)
        text += fmt::format("files: {}, errors: {}, warnings: {}\n", files.size(), errors, lints);
    return text;
}

std::string check_json(const std::vector<CheckedFile>& files) {
    Json json;
    json["files"] = Json::array();
    for (const auto& file : files) {
        Json one;
        one["file"] = file.file;
        one["valid"] = file.errors.empty();
        one["validationErrors"] = Json::array();
        one["lints"] = Json::array();
        for (const auto& note : file.errors) {
            Json error;
            error["path"] = note.path;
            error["behaviorIndex"] = index_json(note);
            error["errorMessage"] = note.message;
            one["validationErrors"].push_back(std::move(error));
        }
        for (const auto& note : file.lints) {
            Json lint;
            lint["lint"] = note.lint;
            lint["path"] = note.path;
            lint["behaviorIndex"] = index_json(note);
            lint["line"] = note.line;
            lint["message"] = note.message;
            lint["fix"] = note.fix;
            one["lints"].push_back(std::move(lint));
        }
        json["files"].push_back(std::move(one));
    }
    return fleet::to_text(json);
}

std::string check_sarif(const std::vector<CheckedFile>& files, const std::vector<CheckRule>& rules,
                        const std::string& version) {
    Json driver{{"name", "fleetdrill"}, {"version", version}};
    driver["rules"] = Json::array();
    for (const auto& rule : rules)
        driver["rules"].push_back(
            Json{{"id", rule.name}, {"shortDescription", Json{{"text", rule.story}}}});
    auto results = Json::array();
    for (const auto& file : files) {
        for (const auto& note : file.errors) results.push_back(sarif_result(note));
        for (const auto& note : file.lints) results.push_back(sarif_result(note));
    }
    Json run;
    run["tool"]["driver"] = std::move(driver);
    run["results"] = std::move(results);
    Json sarif{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}};
    sarif["runs"].push_back(std::move(run));
    return fleet::to_text(sarif);
}

}  // namespace cli
