// A message the service publishes to the fleet's broker: the reply to a device report, an export of
// metrics.
#pragma once

#include <string>

namespace fleet {

struct Outgoing {
    std::string topic;
    std::string payload;
};

}  // namespace fleet
