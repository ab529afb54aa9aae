#include "fleet/pki/authority.hpp"

#include <algorithm>

#include "fleet/pki/authority_state.hpp"
#include "fleet/pki/key.hpp"
#include "fleet/pki/key_quality.hpp"
#include "fleet/pki/seeded_keys.hpp"

namespace fleet {
namespace {

// Beyond this the shared inversion is a small part of the whole; memory stays in the cache.
constexpr std::size_t batch_size = 64;

struct PublicKey {
    Bytes bits;  // of SubjectPublicKeyInfo
    KeyFacts facts;
};

constexpr KeyFacts p256_facts{.algorithm = KeyAlgorithm::ec, .curve = KeyCurve::p256, .bits = 256};

PublicKey rsa_key_of(std::uint64_t seed, const CertificateRequest& request) {
    const auto modulus = rsa_modulus(seed, request.label, request.key);
    KeyFacts facts{.algorithm = KeyAlgorithm::rsa,
                   .bits = static_cast<std::uint16_t>(8 * modulus.size())};
    judge_key(facts, modulus, DebianWeakKeys::synthetic());
    return {.bits = rsa_public_key(modulus), .facts = facts};
}

/// The key of each request; those on the curve in one go.
std::vector<PublicKey> public_keys(const P256& curve, std::uint64_t seed,
                                   std::span<const CertificateRequest> requests) {
    std::vector<Scalar> scalars;
    for (const auto& request : requests) {
        if (!is_rsa(request.key)) scalars.push_back(ec_private_scalar(curve, seed, request.label));
    }
    const auto points = curve.public_points(scalars);
    auto point = points.begin();
    std::vector<PublicKey> keys;
    for (const auto& request : requests) {
        if (is_rsa(request.key)) {
            keys.push_back(rsa_key_of(seed, request));
        } else {
            keys.push_back({.bits = Bytes(point->begin(), point->end()), .facts = p256_facts});
            ++point;
        }
    }
    return keys;
}

}  // namespace

Authority::State::State(std::uint64_t its_seed, std::string its_label,
                        DistinguishedName its_subject, Time from, Time until)
    : seed(its_seed),
      label(std::move(its_label)),
      subject(std::move(its_subject)),
      not_before(from),
      not_after(until),
      key(ec_private_scalar(curve, seed, label)),
      point(curve.public_point(key)),
      key_id(key_identifier(point)),
      serial(seeded_serial(seed, label)) {}

std::vector<Bytes> Authority::State::sign(std::span<const Bytes> parts) const {
    std::vector<Digest> hashes;
    std::vector<Scalar> nonces;
    for (const auto& part : parts) {
        hashes.push_back(sha256(part));
        nonces.push_back(curve.scalar(seeded_digest(seed, label, "nonce", hashes.back())));
    }
    const auto signatures = curve.sign(key, hashes, nonces);
    std::vector<Bytes> results;
    for (std::size_t i = 0; i < parts.size(); ++i)
        results.push_back(with_signature(parts[i], signatures[i]));
    return results;
}

void Authority::State::certify(const State& issuer, std::string_view crl_url,
                               std::string_view ca_issuers_url) {
    const auto part = to_be_signed({.serial = serial,
                                    .issuer = issuer.subject,
                                    .subject = subject,
                                    .not_before = not_before,
                                    .not_after = not_after,
                                    .public_key = point,
                                    .issuer_key = issuer.key_id,
                                    .crl_url = crl_url,
                                    .ca_issuers_url = ca_issuers_url,
                                    .is_authority = true});
    der = issuer.sign({&part, 1}).front();
    id = sha256(der);
}

Authority Authority::root(std::uint64_t seed, std::string label, DistinguishedName subject,
                          Time not_before, Time not_after) {
    auto state =
        std::make_unique<State>(seed, std::move(label), std::move(subject), not_before, not_after);
    state->certify(*state, {}, {});
    return Authority(std::move(state));
}

Authority Authority::intermediate(const Authority& parent, std::string label,
                                  DistinguishedName subject, Time not_before, Time not_after,
                                  std::string crl_url, std::string ca_issuers_url) {
    auto state = std::make_unique<State>(parent.state_->seed, std::move(label), std::move(subject),
                                         not_before, not_after);
    state->certify(*parent.state_, crl_url, ca_issuers_url);
    return Authority(std::move(state));
}

Authority::Authority(std::unique_ptr<State> state) : state_(std::move(state)) {}
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;
Authority::~Authority() = default;

Issued Authority::issue(const CertificateRequest& request) const {
    return std::move(issue_all({&request, 1}).front());
}

std::vector<Issued> Authority::issue_all(std::span<const CertificateRequest> requests) const {
    std::vector<Issued> issued;
    issued.reserve(requests.size());
    for (std::size_t begin = 0; begin < requests.size(); begin += batch_size) {
        const auto batch = requests.subspan(begin, std::min(batch_size, requests.size() - begin));
        const auto keys = public_keys(state_->curve, state_->seed, batch);
        std::vector<Bytes> parts;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto serial = seeded_serial(state_->seed, batch[i].label);
            parts.push_back(to_be_signed({.serial = serial,
                                          .issuer = state_->subject,
                                          .subject = batch[i].subject,
                                          .not_before = batch[i].not_before,
                                          .not_after = batch[i].not_after,
                                          .key = batch[i].key,
                                          .public_key = keys[i].bits,
                                          .issuer_key = state_->key_id,
                                          .crl_url = batch[i].crl_url,
                                          .ca_issuers_url = batch[i].ca_issuers_url,
                                          .is_authority = batch[i].is_authority,
                                          .is_server = batch[i].is_server}));
            issued.push_back({.der = {}, .id = {}, .serial = serial, .key = keys[i].facts});
        }
        auto signed_parts = state_->sign(parts);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto& result = issued[begin + i];
            result.der = std::move(signed_parts[i]);
            result.id = sha256(result.der);
        }
    }
    return issued;
}

const Bytes& Authority::der() const { return state_->der; }
const CertificateId& Authority::id() const { return state_->id; }
const Serial& Authority::serial() const { return state_->serial; }
const DistinguishedName& Authority::subject() const { return state_->subject; }
Time Authority::not_before() const { return state_->not_before; }
Time Authority::not_after() const { return state_->not_after; }

}  // namespace fleet
