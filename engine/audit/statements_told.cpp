#include "engine/audit/statements_told.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace engine {
namespace {

/// What a statement says under one of two names, as one text: "Action" or "all but … (NotAction)".
std::string texts_of(const fleet::Json& statement, const std::string& member) {
    if (const auto found = statement.find(member); found != statement.end())
        return fleet::to_line(*found);
    const auto turned = statement.find("Not" + member);
    return turned == statement.end() ? std::string("nothing")
                                     : "all but " + fleet::to_line(*turned);
}

std::string statement_line(const fleet::Json& statement, std::size_t ordinal) {
    const auto resources = texts_of(statement, "Resource");
    const bool is_wild = resources.find_first_of("*?+#") != std::string::npos;
    return fmt::format("statement {}: {} {} on {}{}{}", ordinal, texts_of(statement, "Effect"),
                       texts_of(statement, "Action"), resources, is_wild ? ", with a wildcard" : "",
                       statement.contains("Condition") ? ", under a condition" : "");
}

}  // namespace

void tell_statements(const std::string& document, std::vector<std::string>& lines) {
    try {
        const auto parsed = fleet::parse_json(document, "its document");
        const auto& root = parsed.root();
        if (!root.is_object() || !root.contains("Statement")) {
            lines.emplace_back("its document has no statement");
            return;
        }
        const auto& listed = root["Statement"];
        std::size_t ordinal = 0;
        for (const auto& statement : listed.is_array() ? listed : fleet::Json::array({listed})) {
            ++ordinal;
            if (statement.is_object()) lines.push_back(statement_line(statement, ordinal));
        }
    } catch (const fleet::Error& error) {
        lines.push_back(fmt::format("its document cannot be read: {}", error.what()));
    }
}

}  // namespace engine
