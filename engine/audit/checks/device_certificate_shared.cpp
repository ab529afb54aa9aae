// One certificate in several hands: told by simultaneous connections under different client ids,
// not by attachments (docs/audit-semantics §3.2).
#include <array>

#include <algorithm>
#include <utility>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_scope.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::connections};

/// What happened in the last two hours is not in the service's records yet.
constexpr std::chrono::hours lag{2};

/// A connection cut to the window; `index` names the whole one.
struct Clipped {
    fleet::Time begin;
    fleet::Time end;
    fleet::NameId client_id;
    std::uint32_t index;
};

using Connections = std::vector<std::vector<Clipped>>;  // by certificate

Connections connections_of(const Evidence& evidence, fleet::Time window_end) {
    Connections connections(evidence.dictionary.certificates.size());
    const auto intervals = evidence.history.intervals();
    for (std::uint32_t i = 0; i < intervals.size(); ++i) {
        const auto& interval = intervals[i];
        const auto begin = std::max(interval.connected, evidence.window_begin);
        const auto end = std::min(interval.disconnected.value_or(window_end), window_end);
        if (interval.connected >= window_end || end < begin) continue;
        if (interval.certificate_id >= connections.size()) continue;  // no certificate was shown
        connections[interval.certificate_id].push_back(
            {.begin = begin, .end = end, .client_id = interval.client_id, .index = i});
    }
    return connections;
}

/// Marks every connection that overlaps one of another client id, in two sweeps: against those that
/// began before it, of which only the last to end matter, and against the next one to begin.
std::vector<bool> overlapping(const std::vector<Clipped>& connections) {
    std::vector<bool> is_shared(connections.size(), false);
    // The one that ends last, and the one that ends last among those of other client ids.
    const Clipped* last = nullptr;
    const Clipped* last_other = nullptr;
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const auto& now = connections[i];
        const auto* rival = last && last->client_id != now.client_id ? last : last_other;
        if (rival && rival->end > now.begin) is_shared[i] = true;
        if (!last || last->client_id == now.client_id) {
            if (!last || now.end > last->end) last = &now;
        } else if (now.end > last->end) {
            last_other = std::exchange(last, &now);
        } else if (!last_other || now.end > last_other->end) {
            last_other = &now;
        }
    }
    const Clipped* next = nullptr;
    const Clipped* next_other = nullptr;  // of another client id than `next`
    for (std::size_t i = connections.size(); i-- > 0;) {
        const auto& now = connections[i];
        const auto* rival = next && next->client_id != now.client_id ? next : next_other;
        if (rival && rival->begin < now.end) is_shared[i] = true;
        if (next && next->client_id != now.client_id) next_other = next;
        next = &now;
    }
    return is_shared;
}

/// The finding on one certificate: its simultaneous connections, whole, newest first.
NonCompliance shared(const Evidence& evidence, std::string id,
                     std::vector<fleet::ConnectionInterval> intervals) {
    const auto& clients = evidence.dictionary.clients;
    std::ranges::sort(intervals, [&](const auto& a, const auto& b) {
        if (a.connected != b.connected) return a.connected > b.connected;
        return clients.text(a.client_id) < clients.text(b.client_id);
    });
    NonCompliance found{.resource = device_certificate(std::move(id)),
                        .related = {},
                        .reason = "Certificate shared by one or more devices.",
                        .reason_code = "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES"};
    for (const auto& interval : intervals) {
        Resource related{
            .type = "CLIENT_ID",
            .identifier = {{"clientId", std::string(clients.text(interval.client_id))}},
            .additional_info = {{"CONNECTION_TIME", info_time(interval.connected)}}};
        if (interval.disconnected) {
            related.additional_info.emplace_back("DISCONNECTION_TIME",
                                                 info_time(*interval.disconnected));
        }
        found.related.push_back(std::move(related));
    }
    return found;
}

void judge(const Evidence& evidence, const std::string& id, std::vector<Clipped>& connections,
           CheckResult& result) {
    // A connection without duration overlaps nothing.
    std::erase_if(connections, [](const auto& c) { return c.end <= c.begin; });
    std::ranges::stable_sort(connections, {}, &Clipped::begin);
    const auto is_shared = overlapping(connections);
    std::vector<fleet::ConnectionInterval> intervals;
    for (std::size_t i = 0; i < connections.size(); ++i) {
        if (is_shared[i]) intervals.push_back(evidence.history.intervals()[connections[i].index]);
    }
    if (!intervals.empty()) result.found.push_back(shared(evidence, id, std::move(intervals)));
}

CheckResult run(const Evidence& evidence) {
    const auto window_end = evidence.check_time - lag;
    if (window_end < evidence.collected_since)
        return CheckResult::no_data(evidence.collected_since + lag);
    CheckResult result;
    auto connections = connections_of(evidence, window_end);
    for (fleet::NameId id = 0; id < connections.size(); ++id) {
        if (connections[id].empty()) continue;
        ++result.resources;
        judge(evidence, std::string(evidence.dictionary.certificates.text(id)), connections[id],
              result);
    }
    // By id, because the numbers of certificates follow the order of their appearance.
    std::ranges::sort(result.found, {},
                      [](const auto& found) { return found.resource.identifier.front().second; });
    return result;
}

}  // namespace

extern const AuditCheck device_certificate_shared{
    .name = "DEVICE_CERTIFICATE_SHARED_CHECK",
    .severity = Severity::critical,
    .resource_type = "DEVICE_CERTIFICATE",
    .identifier_key = "deviceCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = {},
    .needs = needs,
    .history_lag = lag,
    .question = "Was one certificate used by two client ids at the same time?",
    .why = "The key is in more than one place: copied, or stolen.",
    .remedy = "Give every device its own certificate; deactivate the shared one.",
    .run = run};

}  // namespace engine::checks
