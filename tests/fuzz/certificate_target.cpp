#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/pki/certificate_view.hpp"
#include "fleet/pki/read.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void certificate(Input input) {
    std::string why;
    const auto facts = fleet::read_certificate(input, &why);
    fleet::require(facts.has_value() == why.empty(), "a refusal has a reason");
    fleet::CertificateView view;
    fleet::DerFault fault(input);
    fleet::require(fleet::read_view(input, view, fault) == facts.has_value(),
                   "both readers take the same certificates");
    if (!facts) return;
    fleet::require(view.serial == facts->serial && view.key.bits == facts->key.bits,
                   "both readers see the same certificate");
    fleet::require(facts->serial.size <= 20 && facts->not_before >= fleet::Time{},
                   "facts stay within what they promise");
    const auto blocks = fleet::from_pem(fleet::to_pem(input, "CERTIFICATE"), "CERTIFICATE");
    fleet::require(blocks.size() == 1 && std::ranges::equal(blocks[0], input),
                   "PEM gives back what it was given");
}

}  // namespace fuzz
