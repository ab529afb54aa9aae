// What a JSON file of ours may look like, told once as a table and used three times: to check a
// document, to write its JSON Schema, and to write its reference. Also where its defaults stand.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/parameters.hpp"
#include "fleet/base/text_form.hpp"

namespace fleet {

struct Field;

/// A description of a JSON value. Made by the functions below; a plain value.
struct Shape {
    enum class Kind : std::uint8_t {
        any,      // whatever JSON allows
        boolean,  // true or false
        integer,  // a whole number of [low, high]
        number,   // a number of [least, most]
        text,     // a text of `form`
        word,     // one of `words`
        object,   // `fields`; of those named in `words` at most one
        open,     // an object with any keys
        array,    // any number of parts[0]
        map,      // keys of `form`, values parts[0]
        any_of,   // the one of `parts` that takes the value's JSON type
        by_kind,  // an object whose key words[0] names one of `parts` by its title
        by_key,   // an object; the first of `words` that is among its keys chooses from `parts`
        absent,   // a key we know and refuse; `words[0]` says why
    };
    Kind kind = Kind::any;
    std::string title;    // of an object: its name in the reference
    std::string meaning;  // of an object: a sentence
    std::uint64_t low = 0, high = 0;
    double least = 0, most = 0;
    const TextForm* form = nullptr;
    std::vector<std::string> words;
    std::vector<Field> fields;
    std::vector<Shape> parts;
};

struct Field {
    std::string name;
    Shape shape;
    std::string meaning;       // with the unit
    std::string default_text;  // JSON; empty: none
    bool is_required = false;
};

Shape any_shape();
Shape boolean_shape();
Shape absent_shape(std::string why);
Shape integer_shape(std::uint64_t low, std::uint64_t high);
Shape number_shape(double least, double most);
Shape text_shape(const TextForm& form);
Shape word_shape(std::vector<std::string> words);
Shape object_shape(std::string title, std::string meaning, std::vector<Field> fields,
                   std::vector<std::string> exclusive = {});
Shape open_shape();
Shape array_shape(Shape element);
Shape map_shape(const TextForm& keys, Shape value);
Shape any_of_shape(std::vector<Shape> parts);
/// AWS's own JSON: any object, or the name of a file that holds one.
Shape file_or_object_shape();
Shape by_kind_shape(std::string key, std::vector<Shape> objects);
Shape by_key_shape(std::vector<std::string> keys, std::vector<Shape> objects);
/// The value of a kind's parameter, as a field with its default.
Field parameter_field(const ParameterCard& card);

/// May the value be the name of a file whose content stands for it?
bool is_file_or_object(const Shape& shape);
/// The shape that applies to `value` once every choice is made by its type, kind or keys; null when
/// none does.
const Shape* resolve(const Shape& shape, const Json& value);
/// The shape of `key` in an object of the resolved `shape`, or null.
const Shape* shape_of_key(const Shape& shape, std::string_view key);

using Report = std::function<void(const std::string& path, std::string message)>;
/// Reports everything in `value` that is not of `shape`: what was found, what was expected, the
/// nearest valid word.
void check(const Json& value, const Shape& shape, const std::string& path, const Report& report);
void check(const Document& document, const Shape& shape, Problems& problems);

/// `value`, which is of `shape`, with every default filled in.
Json with_defaults(const Json& value, const Shape& shape);
/// A whole number that is not negative, also when written as 5.0 or 5e3.
std::optional<std::uint64_t> whole_number(const Json& value);

/// JSON Schema, draft 2020-12, of `shape`; the caller adds $schema and title.
Json schema_of(const Shape& shape);
/// Markdown: a section for every object, a row for every key with default and unit.
std::string reference_of(const Shape& shape);
/// "a whole number from 0 to 9", "one of a, b": the value in words.
std::string expected_of(const Shape& shape);

}  // namespace fleet
