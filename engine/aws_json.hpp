// The engine's statements in AWS's shapes, key order included; used by operations, notifications
// and the run's files.
#pragma once

#include "engine/finding.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// A resource with its identifier, nested as AWS nests it.
fleet::Json to_json(const Resource& resource);
/// AuditFinding as ListAuditFindings gives it; related resources capped at 10.
fleet::Json to_json(const AuditFinding& finding);
/// DescribeAuditTask's response.
fleet::Json to_json(const AuditTask& task);
fleet::Json to_json(const MetricValue& value);
/// ListViolationEvents' item; `behavior_json` is the behaviour as stored.
fleet::Json to_json(const ViolationEvent& event, const std::string& behavior_json,
                    const Verification& verification);
/// ListActiveViolations' item.
fleet::Json to_json(const ActiveViolation& violation, const std::string& behavior_json,
                    const Verification& verification);

}  // namespace engine
