// What an audit of certificates costs: reading them, from memory and from a file of PEM, looking
// them up in a revocation list, and checking who signed them; each beside OpenSSL's way.
#include <benchmark/benchmark.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "bench/processor_time.hpp"
#include "bench/table.hpp"
#include "fleet/base/error.hpp"
#include "fleet/pki/certificate_file.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/issuer_key.hpp"
#include "fleet/pki/read.hpp"
#include "fleet/revocation_set.hpp"

namespace {

using fleet::Bytes;
/// Adds what one item costs in processor time, all threads together, however busy the machine is.
class Cost {
  public:
    void tell(benchmark::State& state, std::int64_t items) const {
        const auto spent = bench::processor_time(getpid()) - before_;
        state.counters["cpu_us"] = spent.count() * 1e6 / static_cast<double>(items);
    }

  private:
    bench::Seconds before_ = bench::processor_time(getpid());
};

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr std::size_t certificate_count = 10'000;
constexpr unsigned threads = 2;

/// An authority and certificates of it, as a fleet has them.
struct Samples {
    fleet::Authority root;
    std::vector<Bytes> ders;

    Samples()
        : root(fleet::Authority::root(7, "root", {{"CommonName", "Root"}}, fleet::Time{},
                                      fleet::Time{} + std::chrono::days{20'000})) {
        std::vector<fleet::CertificateRequest> wanted;
        for (std::size_t i = 0; i < certificate_count; ++i) {
            wanted.push_back({.label = "pump/" + std::to_string(i),
                              .subject = {{"CommonName", "pump-" + std::to_string(i)},
                                          {"Organization", "synthetic, never for real devices"}},
                              .not_before = root.not_before(),
                              .not_after = root.not_after(),
                              .crl_url = "http://crl.invalid/root.crl"});
        }
        for (auto& issued : root.issue_all(wanted)) ders.push_back(std::move(issued.der));
    }
};

const Samples& samples() {
    static const Samples all;
    return all;
}

Certificate parsed(const Bytes& der) {
    const auto* position = der.data();
    return {d2i_X509(nullptr, &position, static_cast<long>(der.size())), X509_free};
}

// ---- reading: all facts and the id

void scan(benchmark::State& state) {
    const auto& ders = samples().ders;
    const auto& known = fleet::DebianWeakKeys::synthetic();
    std::size_t i = 0;
    for (auto _ : state) {
        fleet::CertificateView view;
        fleet::DerFault fault(ders[i]);
        fleet::require(fleet::read_view(ders[i], view, fault), "a certificate of ours is read");
        fleet::judge_key(view.key, view.modulus, known);
        benchmark::DoNotOptimize(view);
        benchmark::DoNotOptimize(fleet::sha256(ders[i]));
        i = i + 1 == ders.size() ? 0 : i + 1;
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(scan);

void scan_openssl(benchmark::State& state) {
    const auto& ders = samples().ders;
    std::size_t i = 0;
    for (auto _ : state) {
        const auto certificate = parsed(ders[i]);
        std::array<unsigned char, 32> id{};
        fleet::require(X509_digest(certificate.get(), EVP_sha256(), id.data(), nullptr) == 1,
                       "OpenSSL hashes a certificate");
        benchmark::DoNotOptimize(id);
        i = i + 1 == ders.size() ? 0 : i + 1;
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(scan_openssl);

// ---- a file of PEM

class PemFile {
  public:
    explicit PemFile(std::size_t count)
        : path_(std::filesystem::temp_directory_path() /
                ("fleetdrill-bench-" + std::to_string(getpid()) + ".pem")) {
        std::ofstream file(path_, std::ios::binary);
        std::string all;
        for (const auto& der : samples().ders) all += fleet::to_pem(der, "CERTIFICATE");
        for (std::size_t written = 0; written < count; written += certificate_count) file << all;
    }
    PemFile(const PemFile&) = delete;
    PemFile& operator=(const PemFile&) = delete;
    ~PemFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

void read_file(benchmark::State& state) {
    const PemFile file(static_cast<std::size_t>(state.range(0)));
    const Cost cost;
    for (auto _ : state) {
        std::uint64_t lapsed = 0;
        const auto counts = fleet::read_certificate_file(
            file.path(), {.threads = threads}, [&](const fleet::CertificateInFile& found) {
                if (found.view != nullptr && found.view->not_after < fleet::Time{}) ++lapsed;
            });
        fleet::require(counts.certificates == static_cast<std::uint64_t>(state.range(0)),
                       "every certificate of the file is read");
        benchmark::DoNotOptimize(lapsed);
    }
    cost.tell(state, state.iterations() * state.range(0));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_file)->Arg(1'000'000)->UseRealTime()->Unit(benchmark::kMillisecond);

void read_file_openssl(benchmark::State& state) {
    const PemFile file(certificate_count);
    const Cost cost;
    for (auto _ : state) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(
            std::fopen(file.path().c_str(), "rb"), std::fclose);
        std::size_t count = 0;
        while (const Certificate certificate{PEM_read_X509(stream.get(), nullptr, nullptr, nullptr),
                                             X509_free})
            ++count;
        fleet::require(count == certificate_count, "OpenSSL reads every certificate");
    }
    const auto items = state.iterations() * static_cast<std::int64_t>(certificate_count);
    cost.tell(state, items);
    state.SetItemsProcessed(items);
}
BENCHMARK(read_file_openssl)->UseRealTime()->Unit(benchmark::kMillisecond);

// ---- a revocation list of a hundred thousand

constexpr std::size_t revoked_count = 100'000;

fleet::Serial serial_of(std::uint64_t number) {
    const auto digest = fleet::sha256({reinterpret_cast<const std::uint8_t*>(&number), 8});
    fleet::Serial serial;
    serial.size = 16;
    std::copy_n(digest.begin(), 16, serial.bytes.begin());
    return serial;
}

/// One in ten of those asked for is on the list.
struct Lookups {
    std::vector<fleet::Serial> revoked;
    std::vector<fleet::Serial> asked;
    Lookups() {
        for (std::size_t i = 0; i < revoked_count; ++i) revoked.push_back(serial_of(i));
        std::sort(revoked.begin(), revoked.end());
        for (std::uint64_t i = 0; i < (1U << 16U); ++i)
            asked.push_back(serial_of(i % 10 == 0 ? i : i + revoked_count));
    }
};

const Lookups& lookups() {
    static const Lookups all;
    return all;
}

void look_up(benchmark::State& state) {
    const fleet::RevocationSet set(lookups().revoked);
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(set.contains(lookups().asked[i]));
        i = (i + 1) % lookups().asked.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(look_up);

void look_up_by_search(benchmark::State& state) {
    const auto& revoked = lookups().revoked;
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            std::binary_search(revoked.begin(), revoked.end(), lookups().asked[i]));
        i = (i + 1) % lookups().asked.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(look_up_by_search);

// ---- signatures

void verify(benchmark::State& state) {
    const auto& ders = samples().ders;
    const auto key = fleet::IssuerKey::in(samples().root.der());
    const auto check = [&](std::size_t first, std::size_t last) {
        auto own = *key;
        for (auto i = first; i < last; ++i) {
            fleet::CertificateView view;
            fleet::DerFault fault(ders[i]);
            fleet::require(fleet::read_view(ders[i], view, fault) && own.has_signed(ders[i], view),
                           "the root signed every certificate");
        }
    };
    const Cost cost;
    for (auto _ : state) {
        std::vector<std::jthread> all;
        for (unsigned thread = 0; thread < threads; ++thread)
            all.emplace_back(check, ders.size() * thread / threads,
                             ders.size() * (thread + 1) / threads);
    }
    const auto items = state.iterations() * static_cast<std::int64_t>(ders.size());
    cost.tell(state, items);
    state.SetItemsProcessed(items);
}
BENCHMARK(verify)->UseRealTime()->Unit(benchmark::kMillisecond);

void verify_openssl(benchmark::State& state) {
    const auto& ders = samples().ders;
    const auto root = parsed(samples().root.der());
    std::size_t i = 0;
    const Cost cost;
    for (auto _ : state) {
        const auto certificate = parsed(ders[i]);
        fleet::require(X509_verify(certificate.get(), X509_get0_pubkey(root.get())) == 1,
                       "the root signed every certificate");
        i = i + 1 == ders.size() ? 0 : i + 1;
    }
    cost.tell(state, state.iterations());
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(verify_openssl)->UseRealTime();

constexpr std::array rows{
    bench::Row{"Read a certificate: facts, key, id",
               "certificates/s",
               {"scan", "items_per_second"},
               {"scan_openssl", "items_per_second"}},
    bench::Row{"Read a million from a file of PEM, two threads",
               "certificates/s",
               {"read_file/1000000", "items_per_second"},
               {"read_file_openssl", "items_per_second"}},
    bench::Row{"… processor time",
               "µs/certificate",
               {"read_file/1000000", "cpu_us"},
               {"read_file_openssl", "cpu_us"}},
    bench::Row{"Look up in a revocation list of 100,000",
               "lookups/s",
               {"look_up", "items_per_second"},
               {"look_up_by_search", "items_per_second"}},
    bench::Row{"Check a signature, two threads",
               "signatures/s",
               {"verify", "items_per_second"},
               {"verify_openssl", "items_per_second"}},
    bench::Row{
        "… processor time", "µs/signature", {"verify", "cpu_us"}, {"verify_openssl", "cpu_us"}}};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
