#include "fleet/observation.hpp"

#include <algorithm>
#include <array>

namespace fleet {
namespace {

constexpr std::array<std::string_view, 8> kind_names{"connected",  "refused",   "disconnected",
                                                     "subscribed", "published", "denied",
                                                     "delivered",  "report"};
constexpr std::array<std::string_view, 14> reason_names{"",
                                                        "certificate-expired",
                                                        "certificate-not-yet-valid",
                                                        "unknown-ca",
                                                        "certificate-not-active",
                                                        "certificate-revoked",
                                                        "client-initiated",
                                                        "connection-lost",
                                                        "duplicate-client-id",
                                                        "certificate-deactivated",
                                                        "policy-violation",
                                                        "connect",
                                                        "publish",
                                                        "subscribe"};

template <class Enum, std::size_t Size>
std::optional<Enum> named(const std::array<std::string_view, Size>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(ObservationKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}
std::string_view name_of(Reason reason) { return reason_names[static_cast<std::size_t>(reason)]; }
std::optional<ObservationKind> observation_kind(std::string_view name) {
    return named<ObservationKind>(kind_names, name);
}
std::optional<Reason> reason_named(std::string_view name) {
    return named<Reason>(reason_names, name);
}

}  // namespace fleet
