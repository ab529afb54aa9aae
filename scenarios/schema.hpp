// The scenario format for editors and for readers, written from its one table.
#pragma once

#include <string>

#include "scenarios/scenario_shape.hpp"

namespace scenarios {

/// docs/scenario.schema.json: JSON Schema, draft 2020-12.
std::string scenario_schema(const KindTables& kinds);
/// The reference part of docs/scenario-format.md.
std::string scenario_reference(const KindTables& kinds);

}  // namespace scenarios
