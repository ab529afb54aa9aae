// The operations that a scenario's audit section stands for, tried out on an account of nobody's,
// so that what the service would refuse is told with its place before anything is played.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/rules_reader.hpp"

namespace engine {

class AuditRehearsal {
  public:
    explicit AuditRehearsal(const RunFrame& frame);
    ~AuditRehearsal();

    /// Performs an operation at the start of the run. Why it was refused; empty when it was not.
    std::string perform(std::string_view operation, const fleet::Json& request);

  private:
    struct Desk;
    std::unique_ptr<Desk> desk_;
};

}  // namespace engine
