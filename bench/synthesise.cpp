// Certificates a second: a fleet with its keys, certificates and ids, beside one P-256 key and one
// signed X509 after the other as the manual of OpenSSL has it.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

#include "bench/table.hpp"
#include "fleet/base/error.hpp"
#include "fleet/synthesise.hpp"

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long five_years_seconds = 5L * 365 * 24 * 3600;

void synthesise(benchmark::State& state) {
    fleet::FleetDescription description;
    description.start = *fleet::parse_time("2018-08-06T00:00:00Z");
    description.duration = std::chrono::hours{12};
    description.cohorts.push_back(
        {.name = "pumps", .count = static_cast<std::uint32_t>(state.range(0))});
    for (auto _ : state) {
        const auto fleet = fleet::synthesise(description, 7);
        fleet::require(fleet.credentials.size() == static_cast<std::size_t>(state.range(0)),
                       "one certificate for each device");
        benchmark::DoNotOptimize(fleet.credentials.back().id);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(synthesise)->Arg(20'000)->UseRealTime()->Unit(benchmark::kMillisecond);

/// A device's key and certificate, down to its DER.
int make_naively(long serial, X509_NAME* issuer, EVP_PKEY* issuer_key) {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate(X509_new(), X509_free);
    auto* subject = X509_get_subject_name(certificate.get());
    const auto* name = reinterpret_cast<const unsigned char*>("AWS IoT Certificate");
    const bool is_made =
        X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial) == 1 &&
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), five_years_seconds) != nullptr &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate.get(), issuer) == 1 &&
        X509_set_pubkey(certificate.get(), key.get()) == 1 &&
        X509_sign(certificate.get(), issuer_key, EVP_sha256()) > 0;
    fleet::require(is_made, "OpenSSL makes a certificate");
    return i2d_X509(certificate.get(), nullptr);
}

void naive(benchmark::State& state) {
    const Key issuer_key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)> issuer(X509_NAME_new(),
                                                                       X509_NAME_free);
    for (auto _ : state) {
        for (long serial = 1; serial <= state.range(0); ++serial)
            benchmark::DoNotOptimize(make_naively(serial, issuer.get(), issuer_key.get()));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(naive)->Arg(200)->UseRealTime()->Unit(benchmark::kMillisecond);

constexpr std::array rows{bench::Row{"Make a fleet of 20,000 devices",
                                     "certificates/s",
                                     {"synthesise/20000", "items_per_second"},
                                     {"naive/200", "items_per_second"}}};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
