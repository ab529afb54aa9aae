// A certificate authority that signs reproducibly: the bytes of what it issues are a function of
// (seed, label) and the request, whatever the thread or the order. Keys, nonces and serials come
// from SHA-256 over (seed, label, purpose); no global generator is replaced. Every certificate is
// synthetic: the subject organisation says so, and so do key files.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"

namespace fleet {

using Bytes = std::vector<std::uint8_t>;

enum class KeyKind : std::uint8_t {
    ec_p256,
    rsa_2048,
    rsa_2048_roca,        // with the structure of CVE-2017-15361
    rsa_2048_debian_weak  // of the few keys of CVE-2008-0166: DebianWeakKeys::synthetic()
};
inline bool is_rsa(KeyKind kind) { return kind != KeyKind::ec_p256; }

/// What a certificate is to say. The key is key_of(seed, label); two requests with one label share
/// a key.
struct CertificateRequest {
    std::string label;  // "thermostats/17/0": who, which generation; names the key and the serial
    DistinguishedName subject;  // CommonName first
    Time not_before;
    Time not_after;
    KeyKind key = KeyKind::ec_p256;
    std::string crl_url;         // CRL distribution point; empty: none
    std::string ca_issuers_url;  // where the issuer's certificate lies; empty: not said
    bool is_server = false;      // serverAuth and the subject alternative names localhost and
                                 // 127.0.0.1, for the private broker
    bool is_authority = false;   // may issue certificates itself
};

/// An issued certificate: its encoding and what the registry keeps of it.
struct Issued {
    Bytes der;
    CertificateId id{};
    Serial serial;
    KeyFacts key;  // as judged from the key itself
};

/// One revoked certificate on a CRL.
struct Revocation {
    Serial serial;
    Time when;
};

class Authority {
  public:
    /// A self-signed root. `label` names its key.
    static Authority root(std::uint64_t seed, std::string label, DistinguishedName subject,
                          Time not_before, Time not_after);
    /// An intermediate signed by `parent`.
    static Authority intermediate(const Authority& parent, std::string label,
                                  DistinguishedName subject, Time not_before, Time not_after,
                                  std::string crl_url, std::string ca_issuers_url = {});

    Authority(Authority&&) noexcept;
    Authority& operator=(Authority&&) noexcept;
    ~Authority();

    /// Thread-safe; same request, same bytes.
    Issued issue(const CertificateRequest& request) const;
    /// Issues many, in batches (measured several times faster than one by one); same bytes as
    /// issue().
    std::vector<Issued> issue_all(std::span<const CertificateRequest> requests) const;
    /// DER of a CRL that this authority signs. Revocations in any order; same bytes for the same
    /// set.
    Bytes revocation_list(std::span<const Revocation> revoked, Time this_update,
                          Time next_update) const;

    const Bytes& der() const;  // its own certificate
    const CertificateId& id() const;
    const Serial& serial() const;
    const DistinguishedName& subject() const;
    Time not_before() const;
    Time not_after() const;

  private:
    struct State;
    explicit Authority(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// PKCS#8 DER of the private key that belongs to (seed, label).
Bytes private_key(std::uint64_t seed, std::string_view label, KeyKind kind);

/// "-----BEGIN CERTIFICATE-----" … ; `type` is CERTIFICATE, X509 CRL or PRIVATE KEY.
std::string to_pem(std::span<const std::uint8_t> der, std::string_view type);
void append_pem(std::string& out, std::span<const std::uint8_t> der, std::string_view type);

}  // namespace fleet
