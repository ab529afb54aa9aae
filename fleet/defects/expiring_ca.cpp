// A registered CA certificate that lapses soon or has lapsed. It is one besides the CA that issued
// the fleet's certificates. Near misses: more than 30 days left, or INACTIVE.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> statuses{"ACTIVE", "INACTIVE"};
constexpr std::array parameters{
    ParameterCard{"expiresIn", ParameterType::duration, "10d",
                  "from the start of the run to the CA certificate's notAfter"},
    ParameterCard{"expiredFor", ParameterType::duration, "0s",
                  "instead, when not nothing: from its notAfter to the start of the run"},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the CA certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    constexpr std::string_view check = "CA_CERTIFICATE_EXPIRING_CHECK";
    const auto past = outcome.parameters.duration("expiredFor");
    const auto left = past > Duration::zero() ? -past : outcome.parameters.duration("expiresIn");
    // X.509 knows no fractions of a second.
    const auto not_after = std::chrono::floor<std::chrono::seconds>(draft.description.start + left);
    const auto status = *certificate_status(outcome.parameters.text("status"));
    const auto ca = add_spare_ca(draft, {.not_after = not_after, .status = status});
    if (!is_audited(status)) return;
    speak_of_ca(ca, check, "CERTIFICATE_APPROACHING_EXPIRATION", not_after - 30 * 24h, not_after,
                outcome);
    speak_of_ca(ca, check, "CERTIFICATE_PAST_EXPIRATION", not_after, Time::max(), outcome);
}

}  // namespace

extern const Defect expiring_ca{
    .card = {.name = "expiring-ca",
             .story = "A registered CA certificate is about to lapse, or has lapsed.",
             .attack_id = {},
             .speaks = "CA_CERTIFICATE_EXPIRING_CHECK, from 30 days before notAfter",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
