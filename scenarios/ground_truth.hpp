// What really happened, known to the scenario and to the score, never to the engine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace scenarios {

/// A metric that should speak, and on which side of normal. Never the name of a behaviour: the
/// judged must not shape the judge.
struct MetricSpeaks {
    enum class Side : std::uint8_t { high, low, foreign };
    std::string metric;  // "aws:num-messages-sent"
    Side side{};
    bool operator==(const MetricSpeaks&) const = default;
};
std::string_view name_of(MetricSpeaks::Side side);

/// From … until, the latter not included: a resource is out of the scope of its check.
struct OutOfScope {
    fleet::Time from;
    fleet::Time until = fleet::Time::max();
    bool operator==(const OutOfScope&) const = default;
};

/// A check that should speak of a resource, as long as the resource is in its scope.
struct CheckSpeaks {
    std::string check_name;
    std::string resource_key;  // "deviceCertificateId", "clientId", …
    std::string resource_value;
    std::string reason_code;
    std::vector<OutOfScope> out_of_scope = {};  // by time
    bool is_in_scope(fleet::Time when) const;
    bool operator==(const CheckSpeaks&) const = default;
};

struct Incident {
    std::string id;    // stable within the scenario: "<kind>-<ordinal>"
    std::string kind;  // of the catalogue
    std::vector<std::string>
        actors;  // who acted, in words: thing names, "impostor of thermostats-3"
    std::vector<std::string> affected;  // thing names (or client ids of unregistered things)
    fleet::Time start;
    fleet::Time end;
    bool is_below_threshold = false;  // its units must stay silent
    bool is_fault =
        false;  // a fault of the world: attributes the alarms it causes, has no units of its own
    std::vector<MetricSpeaks> speaks;
    std::vector<CheckSpeaks> checks;
    bool operator==(const Incident&) const = default;
};

struct GroundTruth {
    std::vector<Incident> incidents;
    bool operator==(const GroundTruth&) const = default;
};

/// {"incidents": [ … ]} in the form of truth.json (docs/run-files.md).
fleet::Json to_json(const GroundTruth& truth);
/// Reads it back. Raises Error naming `document`'s file, every problem at once.
GroundTruth truth_from_json(const fleet::Document& document);

}  // namespace scenarios
