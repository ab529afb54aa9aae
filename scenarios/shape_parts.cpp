#include "scenarios/shape_parts.hpp"

#include <algorithm>

#include "scenarios/scenario.hpp"

namespace scenarios {

using fleet::Field;
using fleet::Shape;

Field required(std::string name, Shape shape, std::string meaning) {
    return {.name = std::move(name),
            .shape = std::move(shape),
            .meaning = std::move(meaning),
            .default_text = {},
            .is_required = true};
}

Field optional(std::string name, Shape shape, std::string default_text, std::string meaning) {
    return {.name = std::move(name),
            .shape = std::move(shape),
            .meaning = std::move(meaning),
            .default_text = std::move(default_text),
            .is_required = false};
}

Shape device_count() { return fleet::integer_shape(0, cohort_devices_max); }
Shape text(const fleet::TextForm& form) { return fleet::text_shape(form); }

Shape by_kind(const std::vector<const fleet::KindCard*>& cards, const std::vector<Field>& common,
              const std::vector<std::string>& exclusive,
              std::vector<Field> (*of_card)(std::string_view name)) {
    std::vector<Shape> objects;
    for (const auto* card : cards) {
        const std::string name(card->name);
        std::vector<Field> fields{required("kind", fleet::word_shape({name}), "what it is")};
        fields.insert(fields.end(), common.begin(), common.end());
        if (of_card != nullptr) {
            for (auto& field : of_card(name)) fields.push_back(std::move(field));
        }
        for (const auto& parameter : card->parameters)
            fields.push_back(fleet::parameter_field(parameter));
        // Only keys that this object has can exclude each other.
        const bool has_all = std::ranges::all_of(exclusive, [&](const std::string& key) {
            return std::ranges::find(fields, key, &Field::name) != fields.end();
        });
        objects.push_back(fleet::object_shape(name, std::string(card->story), std::move(fields),
                                              has_all ? exclusive : std::vector<std::string>{}));
    }
    return fleet::by_kind_shape("kind", std::move(objects));
}

}  // namespace scenarios
