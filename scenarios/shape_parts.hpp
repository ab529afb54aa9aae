// What the sections of the scenario format are put together from, and the sections, each in a file
// of its own. Private to scenario_shape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/shape.hpp"
#include "scenarios/scenario_shape.hpp"

namespace scenarios {

fleet::Field required(std::string name, fleet::Shape shape, std::string meaning);
/// A key that may be left out; `default_text` is JSON, empty when absence has a meaning of its own.
fleet::Field optional(std::string name, fleet::Shape shape, std::string default_text,
                      std::string meaning);
fleet::Shape device_count();
fleet::Shape text(const fleet::TextForm& form = fleet::any_text_form);
/// One object for each card: its `kind`, the keys every entry of this list has, those that
/// `of_card` gives it, its parameters.
fleet::Shape by_kind(const std::vector<const fleet::KindCard*>& cards,
                     const std::vector<fleet::Field>& common,
                     const std::vector<std::string>& exclusive,
                     std::vector<fleet::Field> (*of_card)(std::string_view name) = nullptr);

fleet::Shape account_shape();
fleet::Shape reports_shape();
fleet::Shape fleet_shape(const KindTables& kinds);
fleet::Shape timeline_shape(const KindTables& kinds);
fleet::Shape audit_shape();
fleet::Shape detect_shape();

}  // namespace scenarios
