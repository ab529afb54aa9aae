// A shape as JSON Schema, so that any editor completes and checks what our loader would.
#include <nlohmann/json.hpp>

#include "fleet/base/shape.hpp"

namespace fleet {
namespace {

Json typed(std::string_view type) { return {{"type", type}}; }

Json schema_of_object(const Shape& shape) {
    auto schema = typed("object");
    if (!shape.meaning.empty()) schema["description"] = shape.meaning;
    auto properties = Json::object(), required = Json::array();
    for (const auto& field : shape.fields) {
        if (field.shape.kind == Shape::Kind::absent) continue;
        auto& property = properties[field.name] = schema_of(field.shape);
        property["description"] = field.meaning;
        if (!field.default_text.empty()) property["default"] = Json::parse(field.default_text);
        if (field.is_required) required.push_back(field.name);
    }
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    if (shape.words.size() == 2) schema["not"] = {{"required", shape.words}};
    return schema;
}

/// One `if` for each kind rather than a oneOf: an editor then complains about the key that is
/// wrong, not about all alternatives.
Json schema_by_kind(const Shape& shape) {
    const auto& key = shape.words[0];
    auto titles = Json::array(), cases = Json::array();
    for (const auto& part : shape.parts) {
        titles.push_back(part.title);
        Json condition;
        condition["properties"][key]["const"] = part.title;
        condition["required"] = Json::array({key});
        Json one;
        one["if"] = std::move(condition);
        one["then"] = schema_of_object(part);
        cases.push_back(std::move(one));
    }
    auto schema = typed("object");
    schema["properties"][key]["enum"] = std::move(titles);
    schema["required"] = Json::array({key});
    if (!cases.empty()) schema["allOf"] = std::move(cases);
    return schema;
}

Json schema_by_key(const Shape& shape) {
    Json schema = false;
    for (std::size_t i = shape.parts.size(); i-- > 0;) {
        Json choice = typed("object");
        choice["if"]["required"] = Json::array({shape.words[i]});
        choice["then"] = schema_of(shape.parts[i]);
        choice["else"] = std::move(schema);
        schema = std::move(choice);
    }
    return schema;
}

Json schema_of_leaf(const Shape& shape) {
    switch (shape.kind) {
        case Shape::Kind::boolean:
            return typed("boolean");
        case Shape::Kind::integer:
            return {{"type", "integer"}, {"minimum", shape.low}, {"maximum", shape.high}};
        case Shape::Kind::number:
            return {{"type", "number"}, {"minimum", shape.least}, {"maximum", shape.most}};
        case Shape::Kind::word:
            return {{"enum", shape.words}};
        case Shape::Kind::open:
            return typed("object");
        case Shape::Kind::absent:
            return false;
        default:
            return Json::object();
    }
}

}  // namespace

Json schema_of(const Shape& shape) {
    switch (shape.kind) {
        case Shape::Kind::object:
            return schema_of_object(shape);
        case Shape::Kind::by_kind:
            return schema_by_kind(shape);
        case Shape::Kind::by_key:
            return schema_by_key(shape);
        case Shape::Kind::array:
            return {{"type", "array"}, {"items", schema_of(shape.parts[0])}};
        case Shape::Kind::map:
            return {{"type", "object"},
                    {"propertyNames", {{"pattern", shape.form->pattern}}},
                    {"additionalProperties", schema_of(shape.parts[0])}};
        case Shape::Kind::any_of: {
            auto schema = Json::object(), parts = Json::array();
            for (const auto& part : shape.parts) parts.push_back(schema_of(part));
            schema["anyOf"] = std::move(parts);
            return schema;
        }
        case Shape::Kind::text: {
            auto schema = typed("string");
            if (!shape.form->pattern.empty()) schema["pattern"] = shape.form->pattern;
            return schema;
        }
        default:
            return schema_of_leaf(shape);
    }
}

}  // namespace fleet
