#include "fleet/base/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {

Shape shape_with(Shape::Kind kind) {
    Shape shape;
    shape.kind = kind;
    return shape;
}

Shape shape_with(Shape::Kind kind, std::vector<std::string> words, std::vector<Shape> parts) {
    auto shape = shape_with(kind);
    shape.words = std::move(words);
    shape.parts = std::move(parts);
    return shape;
}

bool takes(const Shape& shape, const Json& value) {
    switch (shape.kind) {
        case Shape::Kind::boolean:
            return value.is_boolean();
        case Shape::Kind::integer:
        case Shape::Kind::number:
            return value.is_number();
        case Shape::Kind::text:
        case Shape::Kind::word:
            return value.is_string();
        case Shape::Kind::array:
            return value.is_array();
        case Shape::Kind::any:
            return true;
        case Shape::Kind::absent:
            return false;
        default:
            return value.is_object();
    }
}

const Shape* part_of_kind(const Shape& shape, const Json& value) {
    if (!value.is_object()) return nullptr;
    const auto word = value.find(shape.words[0]);
    if (word == value.end() || !word->is_string()) return nullptr;
    for (const auto& part : shape.parts) {
        if (part.title == word->get_ref<const std::string&>()) return &part;
    }
    return nullptr;
}

const Shape* part_of_key(const Shape& shape, const Json& value) {
    if (!value.is_object()) return nullptr;
    for (std::size_t i = 0; i < shape.words.size(); ++i) {
        if (value.contains(shape.words[i])) return &shape.parts[i];
    }
    return nullptr;
}

}  // namespace

Shape any_shape() { return shape_with(Shape::Kind::any); }
Shape boolean_shape() { return shape_with(Shape::Kind::boolean); }
Shape open_shape() { return shape_with(Shape::Kind::open); }
Shape absent_shape(std::string why) {
    return shape_with(Shape::Kind::absent, {std::move(why)}, {});
}
Shape word_shape(std::vector<std::string> words) {
    return shape_with(Shape::Kind::word, std::move(words), {});
}
Shape array_shape(Shape element) {
    return shape_with(Shape::Kind::array, {}, {std::move(element)});
}
Shape any_of_shape(std::vector<Shape> parts) {
    return shape_with(Shape::Kind::any_of, {}, std::move(parts));
}
Shape by_kind_shape(std::string key, std::vector<Shape> objects) {
    return shape_with(Shape::Kind::by_kind, {std::move(key)}, std::move(objects));
}
Shape by_key_shape(std::vector<std::string> keys, std::vector<Shape> objects) {
    return shape_with(Shape::Kind::by_key, std::move(keys), std::move(objects));
}
Shape file_or_object_shape() { return any_of_shape({text_shape(file_form), open_shape()}); }

Shape integer_shape(std::uint64_t low, std::uint64_t high) {
    auto shape = shape_with(Shape::Kind::integer);
    shape.low = low;
    shape.high = high;
    return shape;
}

Shape number_shape(double least, double most) {
    auto shape = shape_with(Shape::Kind::number);
    shape.least = least;
    shape.most = most;
    return shape;
}

Shape text_shape(const TextForm& form) {
    auto shape = shape_with(Shape::Kind::text);
    shape.form = &form;
    return shape;
}

Shape object_shape(std::string title, std::string meaning, std::vector<Field> fields,
                   std::vector<std::string> exclusive) {
    auto shape = shape_with(Shape::Kind::object);
    shape.title = std::move(title);
    shape.meaning = std::move(meaning);
    shape.fields = std::move(fields);
    shape.words = std::move(exclusive);
    return shape;
}

Shape map_shape(const TextForm& keys, Shape value) {
    auto shape = shape_with(Shape::Kind::map, {}, {std::move(value)});
    shape.form = &keys;
    return shape;
}

Field parameter_field(const ParameterCard& card) {
    Field field;
    field.name = card.name;
    field.meaning = card.meaning;
    field.is_required = card.default_text.empty();
    const bool is_plain_number =
        card.default_text.find_first_not_of("0123456789.") == std::string_view::npos &&
        card.default_text.find("..") == std::string_view::npos;
    bool is_number = true;
    switch (card.type) {
        case ParameterType::count:
            field.shape = integer_shape(card.least, card.most);
            break;
        case ParameterType::share:
            field.shape = number_shape(0, 1);
            break;
        case ParameterType::bytes:
            field.shape = any_of_shape({integer_shape(0, 131'072), text_shape(byte_range_form)});
            is_number = is_plain_number;
            break;
        case ParameterType::word:
            field.shape = word_shape({card.words.begin(), card.words.end()});
            is_number = false;
            break;
        default:
            field.shape = text_shape(form_of(card.type));
            is_number = false;
    }
    if (!field.is_required)
        field.default_text = is_number ? std::string(card.default_text)
                                       : to_line(Json(std::string(card.default_text)));
    return field;
}

bool is_file_or_object(const Shape& shape) {
    return shape.kind == Shape::Kind::any_of && shape.parts[0].form == &file_form;
}

const Shape* resolve(const Shape& shape, const Json& value) {
    const Shape* chosen = &shape;
    while (chosen != nullptr) {
        if (chosen->kind == Shape::Kind::any_of) {
            const auto& parts = chosen->parts;
            const auto part = std::find_if(parts.begin(), parts.end(),
                                           [&](const Shape& each) { return takes(each, value); });
            chosen = part == parts.end() ? nullptr : &*part;
        } else if (chosen->kind == Shape::Kind::by_kind) {
            chosen = part_of_kind(*chosen, value);
        } else if (chosen->kind == Shape::Kind::by_key) {
            chosen = part_of_key(*chosen, value);
        } else {
            break;
        }
    }
    return chosen;
}

const Shape* shape_of_key(const Shape& shape, std::string_view key) {
    if (shape.kind == Shape::Kind::map) return &shape.parts[0];
    for (const auto& field : shape.fields) {
        if (field.name == key) return &field.shape;
    }
    return nullptr;
}

std::optional<std::uint64_t> whole_number(const Json& value) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(number));
    }
    if (!value.is_number_float()) return std::nullopt;
    const auto number = value.get<double>();
    // Beyond 2^53 a double no longer tells which whole number was written.
    if (!(number >= 0 && number <= 9007199254740992.0) || std::floor(number) != number)
        return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

Json with_defaults(const Json& value, const Shape& shape) {
    const auto* chosen = resolve(shape, value);
    if (chosen == nullptr) return value;
    Json filled = value;
    if (chosen->kind == Shape::Kind::array || chosen->kind == Shape::Kind::map) {
        for (auto& element : filled) element = with_defaults(element, chosen->parts[0]);
    }
    for (const auto& field : chosen->fields) {
        if (!filled.contains(field.name)) {
            if (field.default_text.empty()) continue;
            filled[field.name] = Json::parse(field.default_text);
        }
        filled[field.name] = with_defaults(filled[field.name], field.shape);
    }
    return filled;
}

}  // namespace fleet
