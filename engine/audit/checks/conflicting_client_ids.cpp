// A connection that throws out the session of the same client id: two devices under one name, or
// one that reconnects before the broker noticed its loss (docs/audit-semantics §3.4).
#include <array>

#include <algorithm>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_scope.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::connections};

/// Everything the window holds of one client id.
struct Client {
    bool has_connected = false;
    std::vector<std::uint32_t> displaced;  // intervals, oldest first
};

std::vector<Client> clients_of(const Evidence& evidence) {
    std::vector<Client> clients(evidence.dictionary.clients.size());
    const auto intervals = evidence.history.intervals();
    for (std::uint32_t i = 0; i < intervals.size(); ++i) {
        auto& client = clients[intervals[i].client_id];
        if (intervals[i].connected >= evidence.window_begin) client.has_connected = true;
        if (!intervals[i].is_displaced || *intervals[i].disconnected < evidence.window_begin)
            continue;
        client.displaced.push_back(i);
    }
    return clients;
}

NonCompliance conflict(const Evidence& evidence, std::string_view client_id,
                       std::vector<std::uint32_t> displaced) {
    NonCompliance found{.resource = {.type = "CLIENT_ID",
                                     .identifier = {{"clientId", std::string(client_id)}},
                                     .additional_info = {}},
                        .related = {},
                        .reason = "Client ID is used across multiple connections.",
                        .reason_code = "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS"};
    std::ranges::reverse(displaced);  // newest first
    for (const auto index : displaced) {
        const auto& interval = evidence.history.intervals()[index];
        if (interval.certificate_id == fleet::no_name) continue;
        auto related = device_certificate(
            std::string(evidence.dictionary.certificates.text(interval.certificate_id)));
        related.additional_info = {{"DISCONNECTION_TIME", info_time(*interval.disconnected)}};
        found.related.push_back(std::move(related));
    }
    return found;
}

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    const auto clients = clients_of(evidence);
    for (fleet::NameId id = 0; id < clients.size(); ++id) {
        // A session from before the window that was thrown out within it counts too.
        if (!clients[id].has_connected && clients[id].displaced.empty()) continue;
        ++result.resources;
        if (clients[id].displaced.empty()) continue;
        result.found.push_back(
            conflict(evidence, evidence.dictionary.clients.text(id), clients[id].displaced));
    }
    // By name, because the numbers of client ids follow the order of their appearance.
    std::ranges::sort(result.found, {},
                      [](const auto& found) { return found.resource.identifier.front().second; });
    return result;
}

}  // namespace

extern const AuditCheck conflicting_client_ids{
    .name = "CONFLICTING_CLIENT_IDS_CHECK",
    .severity = Severity::high,
    .resource_type = "CLIENT_ID",
    .identifier_key = "clientId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = {},
    .needs = needs,
    .question = "Did a connection displace another one of the same client id?",
    .why = "Each of the two keeps the other from working, and one may be an impostor.",
    .remedy = "Give every device a client id of its own; let policies tie it to the thing.",
    .run = run};

}  // namespace engine::checks
