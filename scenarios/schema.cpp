#include "scenarios/schema.hpp"

#include <nlohmann/json.hpp>

namespace scenarios {

std::string scenario_schema(const KindTables& kinds) {
    fleet::Json schema;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "A fleetdrill scenario";
    schema.update(fleet::schema_of(scenario_shape(kinds)));
    return fleet::to_text(schema);
}

std::string scenario_reference(const KindTables& kinds) {
    return fleet::reference_of(scenario_shape(kinds));
}

}  // namespace scenarios
