#include "scenarios/schema.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/expect_shape.hpp"

namespace scenarios {
namespace {

using fleet::Json;

void admit_variables(Json& schema);

/// What a value of a scenario may be: what its schema says, or a text with a variable in it.
void admit_variable(Json& schema) {
    admit_variables(schema);
    if (!schema.is_object() || schema.contains("anyOf")) return;
    const bool takes_texts = schema.value("type", "") == "string" && !schema.contains("pattern");
    if (takes_texts || !(schema.contains("type") || schema.contains("enum"))) return;
    Json either;
    for (const auto* key : {"description", "default"}) {
        if (!schema.contains(key)) continue;
        either[key] = std::move(schema[key]);
        schema.erase(key);
    }
    either["anyOf"] = Json::array({std::move(schema), {{"$ref", "#/$defs/variable"}}});
    schema = std::move(either);
}

void admit_variables(Json& schema) {
    if (!schema.is_object()) return;
    if (schema.contains("properties")) {
        for (auto& property : schema["properties"])
            if (!property.contains("const")) admit_variable(property);
    }
    for (const auto* key : {"items", "additionalProperties"})
        if (schema.contains(key)) admit_variable(schema[key]);
    for (const auto* key : {"then", "else"})
        if (schema.contains(key)) admit_variables(schema[key]);
    for (const auto* key : {"allOf", "anyOf"}) {
        if (!schema.contains(key)) continue;
        for (auto& part : schema[key]) admit_variables(part);
    }
}

/// What an included file says need not be said again.
void admit_includes(Json& schema) {
    auto& devices = schema["properties"]["fleet"];
    Json whole;
    whole["required"] = std::move(schema["required"]);
    whole["properties"]["fleet"]["required"] = std::move(devices["required"]);
    schema.erase("required");
    devices.erase("required");
    schema["if"]["required"] = Json::array({"include"});
    schema["then"] = Json::object();
    schema["else"] = std::move(whole);
}

}  // namespace

std::string scenario_schema(const KindTables& kinds) {
    Json schema;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "A fleetdrill scenario";
    schema.update(fleet::schema_of(scenario_shape(kinds)));
    admit_includes(schema);
    auto& properties = schema["properties"];
    properties["expect"].update(fleet::schema_of(expect_shape()));
    const auto plain = [&](const char* key) { return std::pair{key, properties[key]}; };
    const std::vector before{plain("$schema"), plain("name"), plain("include"), plain("variables"),
                             plain("cases")};
    for (auto& property : properties) admit_variable(property);
    for (const auto& [key, value] : before) properties[key] = value;
    schema["$defs"]["variable"] = {{"type", "string"},
                                   {"pattern", "\\$\\{[A-Za-z][A-Za-z0-9_-]*\\}"}};
    return fleet::to_text(schema);
}

std::string scenario_reference(const KindTables& kinds) {
    return fleet::reference_of(scenario_shape(kinds));
}

}  // namespace scenarios
