#include "engine/audit/role_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/iot_actions.hpp"
#include "engine/audit/policy_resource.hpp"

namespace engine {
namespace {

using Actions = std::vector<std::string>;

Actions allowed_of(const Grants& grants, std::span<const std::string_view> actions) {
    Actions allowed;
    for (const auto action : actions)
        if (grants.allow(action)) allowed.emplace_back(action);
    return allowed;
}

/// Those we know, and those that are allowed by a name we do not know.
Actions allowed_others(const Grants& grants) {
    auto allowed = allowed_of(grants, other_iot_actions());
    for (const auto& name : grants.named_iot_actions()) {
        const bool is_known = is_device_or_thing_action(name) || is_other_iot_action(name);
        if (!is_known && std::ranges::find(allowed, name) == allowed.end()) allowed.push_back(name);
    }
    return allowed;
}

Actions broad_reads(const Grants& grants) {
    Actions broad;
    for (const auto action : thing_read_actions()) {
        if (grants.allow(action, "thing", [](const PolicyText& rest, const GrantStatement&) {
                return is_unbounded(rest);
            }))
            broad.emplace_back(action);
    }
    return broad;
}

void add(std::vector<RoleFault>& faults, std::string_view code, std::string_view what,
         const Actions& actions) {
    if (actions.empty()) return;
    faults.push_back({.reason_code = std::string(code),
                      .reason = fmt::format("Role allows {}: {}.", what, listed(actions))});
}

void add_data_plane(std::vector<RoleFault>& faults, const Grants& grants) {
    add(faults, "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS",
        "broad access to IoT data plane actions", broad_data_plane_actions(grants));
}

}  // namespace

std::vector<RoleFault> faults_of_anyone(const Grants& grants) {
    auto admin = allowed_of(grants, thing_write_actions());
    for (auto&& more : {allowed_of(grants, thing_read_actions()), allowed_others(grants)})
        admin.insert(admin.end(), more.begin(), more.end());
    std::vector<RoleFault> faults;
    add(faults, "ALLOWS_ACCESS_TO_IOT_ADMIN_ACTIONS", "access to IoT admin actions", admin);
    add_data_plane(faults, grants);
    return faults;
}

std::vector<RoleFault> faults_of_someone(const Grants& grants) {
    std::vector<RoleFault> faults;
    add(faults, "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS",
        "broad access to IoT thing admin read actions", broad_reads(grants));
    add(faults, "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS",
        "access to IoT thing admin write actions", allowed_of(grants, thing_write_actions()));
    add(faults, "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS",
        "access to IoT non-thing admin actions", allowed_others(grants));
    add_data_plane(faults, grants);
    return faults;
}

void add_faults(CheckResult& result, const Resource& resource, const std::string& role_arn,
                std::vector<RoleFault> faults) {
    for (auto& fault : faults)
        result.found.push_back({.resource = resource,
                                .related = {iam_role(role_arn)},
                                .reason = std::move(fault.reason),
                                .reason_code = std::move(fault.reason_code)});
}

}  // namespace engine
