#include "engine/operations/target_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"

namespace engine {

TargetChecks read_target_checks(const AccountState& account, const fleet::Json& request) {
    TargetChecks result;
    const auto refuse = [&](std::string message) {
        result.refusal = invalid_request(std::move(message));
        return result;
    };
    for (const auto& given : request["targetCheckNames"]) {
        const auto name = check_name_of(given.get_ref<const std::string&>());
        if (name.empty()) return refuse(std::string(invalid_check_name));
        if (!account.audit.is_enabled(name))
            return refuse(fmt::format("The check {} is not enabled.", name));
        const auto* check = audit_check(name);
        if (std::ranges::find(result.checks, check) == result.checks.end())
            result.checks.push_back(check);
    }
    if (result.checks.empty()) return refuse("targetCheckNames must name at least one check.");
    std::ranges::sort(result.checks, {},
                      [](const auto* one) { return audit_check_rank(one->name); });
    return result;
}

}  // namespace engine
