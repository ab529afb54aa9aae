#include "fleet/certificate.hpp"

#include <algorithm>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {
constexpr std::array<std::string_view, 6> status_names{
    "ACTIVE", "INACTIVE", "REVOKED", "PENDING_TRANSFER", "REGISTER_INACTIVE", "PENDING_ACTIVATION"};
constexpr std::array<std::string_view, 7> algorithm_names{"",        "RSA",   "EC",   "DSA",
                                                          "Ed25519", "Ed448", "other"};
constexpr std::array<std::string_view, 11> curve_names{
    "",          "P-256",           "P-384",           "P-521",           "P-224", "P-192",
    "secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "other"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> short_names{
    {{"CommonName", "CN"},
     {"Organization", "O"},
     {"OrganizationalUnit", "OU"},
     {"Country", "C"},
     {"State", "ST"},
     {"Locality", "L"},
     {"DistinguishedNameQualifier", "dnQualifier"}}};

template <class Value, std::size_t Size>
std::optional<Value> value_named(const std::array<std::string_view, Size>& names,
                                 std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

std::string_view short_name(std::string_view field) {
    const auto found = std::find_if(short_names.begin(), short_names.end(),
                                    [&](const auto& pair) { return pair.first == field; });
    return found == short_names.end() ? field : found->second;
}

}  // namespace

std::string_view name_of(CertificateStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<CertificateStatus> certificate_status(std::string_view name) {
    return value_named<CertificateStatus>(status_names, name);
}

std::string_view name_of(KeyAlgorithm algorithm) {
    return algorithm_names[static_cast<std::size_t>(algorithm)];
}

std::optional<KeyAlgorithm> key_algorithm(std::string_view name) {
    return value_named<KeyAlgorithm>(algorithm_names, name);
}

std::string_view name_of(KeyCurve curve) { return curve_names[static_cast<std::size_t>(curve)]; }

std::optional<KeyCurve> key_curve(std::string_view name) {
    return value_named<KeyCurve>(curve_names, name);
}

std::string to_text(const DistinguishedName& name) {
    constexpr std::string_view special = ",+\"\\<>;=";
    std::string text;
    for (const auto& [field, value] : name) {
        if (!text.empty()) text += ',';
        text += short_name(field);
        text += '=';
        for (const char c : value) {
            if (special.find(c) != std::string_view::npos) text += '\\';
            text += c;
        }
    }
    return text;
}

std::string Serial::hex() const { return to_hex({bytes.data(), size}); }
std::string Certificate::id_hex() const { return to_hex(id); }
std::string CaCertificate::id_hex() const { return to_hex(id); }
std::string IssuerCertificate::id_hex() const { return to_hex(id); }

bool RevocationList::contains(const Serial& serial) const {
    return std::binary_search(revoked.begin(), revoked.end(), serial);
}

}  // namespace fleet
