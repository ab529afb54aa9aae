// Any bytes at all go into the certificate and CRL readers: they answer, and say why when they
// refuse.
#include <cstdlib>

#include "fleet/pki/read.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string why;
    const auto certificate = fleet::read_certificate({data, size}, &why);
    if (certificate.has_value() != why.empty()) std::abort();
    const auto list = fleet::read_revocation_list({data, size}, &why);
    if (list.has_value() != why.empty()) std::abort();
    return 0;
}
