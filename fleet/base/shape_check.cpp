// A document against its shape: every problem in one pass.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/shape.hpp"
#include "fleet/base/text.hpp"

namespace fleet {
namespace {

std::string quoted_list(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", word);
    return text;
}

std::vector<std::string> titles_of(const std::vector<Shape>& parts) {
    std::vector<std::string> titles;
    for (const auto& part : parts) titles.push_back(part.title);
    return titles;
}

std::vector<std::string> keys_of(const Shape& shape) {
    std::vector<std::string> keys;
    for (const auto& field : shape.fields) {
        if (field.shape.kind != Shape::Kind::absent) keys.push_back(field.name);
    }
    return keys;
}

std::string found_instead(const Json& value, const Shape& shape) {
    return fmt::format("found {}, expected {}", excerpt(value), expected_of(shape));
}

/// `value` is of no alternative: say which choice it failed.
std::string unresolved(const Json& value, const Shape& shape) {
    if (!value.is_object() || shape.kind == Shape::Kind::any_of) return found_instead(value, shape);
    if (shape.kind == Shape::Kind::by_key) {
        for (std::size_t i = 0; i < shape.words.size(); ++i) {
            if (value.contains(shape.words[i])) return unresolved(value, shape.parts[i]);
        }
        return fmt::format("needs one of the keys {}", quoted_list(shape.words));
    }
    const auto& key = shape.words[0];
    const auto titles = titles_of(shape.parts);
    if (!value.contains(key)) return fmt::format("needs the key \"{}\"", key);
    if (!value.at(key).is_string())
        return fmt::format("{}: found {}, expected a text", key, excerpt(value.at(key)));
    const auto& word = value.at(key).get_ref<const std::string&>();
    return fmt::format("unknown {} {}{}; known: {}", key, excerpt(value.at(key)),
                       did_you_mean(word, titles), join(titles, ", "));
}

void check_object(const Json& value, const Shape& shape, const std::string& path,
                  const Report& report) {
    for (auto item = value.begin(); item != value.end(); ++item) {
        const auto place = path_of(path, item.key());
        const auto* field = shape_of_key(shape, item.key());
        if (field != nullptr) {
            check(*item, *field, place, report);
            continue;
        }
        const auto keys = keys_of(shape);
        report(place, fmt::format("unknown key \"{}\"{}; known: {}", item.key(),
                                  did_you_mean(item.key(), keys), join(keys, ", ")));
    }
    for (const auto& field : shape.fields) {
        if (field.is_required && !value.contains(field.name))
            report(path, fmt::format("needs the key \"{}\" ({})", field.name, field.meaning));
    }
    if (std::count_if(shape.words.begin(), shape.words.end(),
                      [&](const auto& word) { return value.contains(word); }) > 1)
        report(path, fmt::format("may have only one of the keys {}", quoted_list(shape.words)));
}

void check_elements(const Json& value, const Shape& shape, const std::string& path,
                    const Report& report) {
    std::size_t index = 0;
    for (auto item = value.begin(); item != value.end(); ++item, ++index) {
        if (shape.kind == Shape::Kind::array) {
            check(*item, shape.parts[0], path_of(path, index), report);
            continue;
        }
        const auto place = path_of(path, item.key());
        if (!shape.form->accepts(item.key()))
            report(place, fmt::format("found the key {}, expected {}", excerpt(Json(item.key())),
                                      shape.form->expected));
        check(*item, shape.parts[0], place, report);
    }
}

bool is_leaf_of(const Json& value, const Shape& shape) {
    switch (shape.kind) {
        case Shape::Kind::any:
            return true;
        case Shape::Kind::boolean:
            return value.is_boolean();
        case Shape::Kind::integer: {
            const auto number = whole_number(value);
            return number && *number >= shape.low && *number <= shape.high;
        }
        case Shape::Kind::number:
            return value.is_number() && value.get<double>() >= shape.least &&
                   value.get<double>() <= shape.most;
        case Shape::Kind::text:
            return value.is_string() && shape.form->accepts(value.get_ref<const std::string&>());
        case Shape::Kind::open:
            return value.is_object();
        default:
            return false;
    }
}

void check_word(const Json& value, const Shape& shape, const std::string& path,
                const Report& report) {
    if (!value.is_string()) return report(path, found_instead(value, shape));
    const auto& word = value.get_ref<const std::string&>();
    if (std::find(shape.words.begin(), shape.words.end(), word) == shape.words.end())
        report(path, found_instead(value, shape) + did_you_mean(word, shape.words));
}

}  // namespace

void check(const Json& value, const Shape& shape, const std::string& path, const Report& report) {
    const auto* chosen = resolve(shape, value);
    if (chosen == nullptr) return report(path, unresolved(value, shape));
    switch (chosen->kind) {
        case Shape::Kind::object:
            if (value.is_object()) return check_object(value, *chosen, path, report);
            break;
        case Shape::Kind::array:
            if (value.is_array()) return check_elements(value, *chosen, path, report);
            break;
        case Shape::Kind::map:
            if (value.is_object()) return check_elements(value, *chosen, path, report);
            break;
        case Shape::Kind::word:
            return check_word(value, *chosen, path, report);
        case Shape::Kind::absent:
            return report(path, chosen->words[0]);
        default:
            if (is_leaf_of(value, *chosen)) return;
    }
    report(path, found_instead(value, *chosen));
}

void check(const Document& document, const Shape& shape, Problems& problems) {
    check(document.root(), shape, "", [&](const std::string& path, std::string message) {
        problems.add(document.problem(path, std::move(message)));
    });
}

}  // namespace fleet
