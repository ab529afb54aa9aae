// Sets the registry status of a device certificate: in the engine's own registry at once, and as a
// change that the rest of the world is asked to follow.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::CertificateStatus;

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"certificateId", MemberType::text, Need::required},
                                       {"newStatus", MemberType::text, Need::required}}))
        return *refused;
    const auto name = text_of(request, "newStatus");
    const auto status = fleet::certificate_status(name);
    if (!status) return invalid_request(fmt::format("{} is no certificate status.", name));
    if (*status == CertificateStatus::pending_transfer ||
        *status == CertificateStatus::pending_activation)
        return invalid_request(fmt::format("The status {} cannot be set.", name));
    const auto id = text_of(request, "certificateId");
    const auto& certificates = context.inventory.certificates;
    if (std::ranges::find(certificates, id, &fleet::Certificate::id_hex) == certificates.end())
        return resource_not_found(fmt::format("No certificate has the id {}.", id));
    const fleet::Change change{.time = context.now,
                               .kind = fleet::ChangeKind::certificate_status,
                               .subject = id,
                               .value = name,
                               .certificate = std::nullopt};
    fleet::apply(context.inventory, change);
    context.requests.push_back(change);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation update_certificate{
    .name = "UpdateCertificate", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
