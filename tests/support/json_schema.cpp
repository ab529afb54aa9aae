#include "tests/support/json_schema.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

namespace support {
namespace {

using fleet::Json;

bool is_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "number") return value.is_number();
    if (type == "null") return value.is_null();
    return value.is_number_integer() ||
           (value.is_number_float() && std::floor(value.get<double>()) == value.get<double>());
}

bool matches(const Json& value, const Json& pattern) {
    return !value.is_string() ||
           std::regex_search(value.get<std::string>(), std::regex(pattern.get<std::string>()));
}

std::string of_object(const Json& value, const Json& schema, const std::string& path) {
    const auto properties = schema.value("properties", Json::object());
    for (const auto& key : schema.value("required", Json::array())) {
        if (!value.contains(key.get<std::string>())) return path + ": lacks " + key.dump();
    }
    for (auto item = value.begin(); item != value.end(); ++item) {
        const auto place = fleet::path_of(path, item.key());
        if (schema.contains("propertyNames")) {
            if (auto wrong = violation_of(item.key(), schema["propertyNames"], place);
                !wrong.empty())
                return wrong;
        }
        if (!properties.contains(item.key()) && !schema.contains("additionalProperties")) continue;
        const auto& part = properties.contains(item.key()) ? properties[item.key()]
                                                           : schema["additionalProperties"];
        if (auto wrong = violation_of(*item, part, place); !wrong.empty()) return wrong;
    }
    return {};
}

std::string of_choices(const Json& value, const Json& schema, const std::string& path) {
    const auto is_valid = [&](const Json& part) { return violation_of(value, part, path).empty(); };
    if (schema.contains("anyOf") &&
        std::none_of(schema["anyOf"].begin(), schema["anyOf"].end(), is_valid))
        return path + ": fits no alternative";
    if (schema.contains("not") && is_valid(schema["not"])) return path + ": is what it must not be";
    for (const auto& part : schema.value("allOf", Json::array())) {
        if (auto wrong = violation_of(value, part, path); !wrong.empty()) return wrong;
    }
    if (!schema.contains("if")) return {};
    const auto* branch = is_valid(schema["if"]) ? "then" : "else";
    return schema.contains(branch) ? violation_of(value, schema[branch], path) : std::string{};
}

std::string of_leaf(const Json& value, const Json& schema, const std::string& path) {
    const auto number = value.is_number() ? value.get<double>() : 0;
    if (schema.contains("const") && value != schema["const"]) return path + ": is not the constant";
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
        return path + ": is none of the words";
    if (schema.contains("pattern") && !matches(value, schema["pattern"]))
        return path + ": does not match the pattern";
    if (!value.is_number()) return {};
    if (schema.contains("minimum") && number < schema["minimum"].get<double>())
        return path + ": is too small";
    // From 2^64 on a double cannot tell the maximum itself from the number above it.
    if (schema.contains("maximum") &&
        (number > schema["maximum"].get<double>() ||
         (value.is_number_float() && number >= 18446744073709551616.0)))
        return path + ": is too large";
    return {};
}

bool is_known(const std::string& keyword) {
    static const std::vector<std::string> keywords{"$schema",
                                                   "title",
                                                   "description",
                                                   "default",
                                                   "type",
                                                   "enum",
                                                   "const",
                                                   "pattern",
                                                   "minimum",
                                                   "maximum",
                                                   "required",
                                                   "properties",
                                                   "items",
                                                   "anyOf",
                                                   "allOf",
                                                   "not",
                                                   "if",
                                                   "then",
                                                   "else",
                                                   "propertyNames",
                                                   "additionalProperties"};
    return std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
}

/// `schema` with the definitions of `definitions` in the places that refer to them.
Json expanded(Json schema, const Json& definitions) {
    constexpr std::string_view place = "#/$defs/";
    if (!schema.is_structured()) return schema;
    if (schema.is_object() && schema.contains("$ref"))
        return definitions.at(schema["$ref"].get<std::string>().substr(place.size()));
    for (auto& part : schema) part = expanded(std::move(part), definitions);
    return schema;
}

}  // namespace

std::string violation_of(const Json& value, const Json& schema, const std::string& path) {
    if (schema.is_boolean()) return schema.get<bool>() ? "" : path + ": may not stand here";
    if (schema.contains("$defs")) {
        auto whole = schema;
        whole.erase("$defs");
        return violation_of(value, expanded(std::move(whole), schema["$defs"]), path);
    }
    for (auto item = schema.begin(); item != schema.end(); ++item) {
        if (!is_known(item.key())) return path + ": unknown keyword " + item.key();
    }
    if (schema.contains("type") && !is_type(value, schema["type"].get<std::string>()))
        return path + ": is no " + schema["type"].get<std::string>();
    if (auto wrong = of_leaf(value, schema, path); !wrong.empty()) return wrong;
    if (auto wrong = of_choices(value, schema, path); !wrong.empty()) return wrong;
    if (value.is_object()) return of_object(value, schema, path);
    if (!value.is_array() || !schema.contains("items")) return {};
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (auto wrong = violation_of(value[i], schema["items"], fleet::path_of(path, i));
            !wrong.empty())
            return wrong;
    }
    return {};
}

}  // namespace support
