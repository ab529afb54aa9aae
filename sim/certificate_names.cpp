#include "sim/certificate_names.hpp"

#include "fleet/base/text.hpp"

namespace sim {

std::vector<fleet::NameId> name_certificates(const fleet::Fleet& fleet,
                                             fleet::Dictionary& dictionary) {
    std::vector<fleet::NameId> names;
    names.reserve(fleet.credentials.size());
    for (const auto& credential : fleet.credentials) {
        // The certificates of the inventory have their indices as names.
        const bool is_known = credential.certificate != fleet::no_index;
        names.push_back(is_known ? credential.certificate
                                 : dictionary.certificates.intern(fleet::to_hex(credential.id)));
    }
    return names;
}

}  // namespace sim
