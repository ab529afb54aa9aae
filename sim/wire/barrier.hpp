// Between two rounds: has the broker counted exactly what the forecast expects, by kind and client?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>

#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"

namespace sim {

class Barrier {
  public:
    explicit Barrier(const fleet::Dictionary& dictionary) : dictionary_(dictionary) {}

    void expect(std::span<const fleet::Observation> observations);
    void saw(const fleet::Observation& observation);
    bool is_met() const { return missing_ == 0; }
    std::uint64_t deliveries_expected() const { return deliveries_expected_; }
    /// "missing: published of pump-1 (3); too many: …", sorted, the first few; empty when exact.
    std::string difference() const;

  private:
    struct Key {
        fleet::ObservationKind kind{};
        fleet::Reason reason{};
        fleet::NameId client_id = fleet::no_name;
        fleet::NameId certificate_id = fleet::no_name;  // where there is no client id
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    static Key key_of(const fleet::Observation& observation);
    std::string text_of(const Key& key) const;

    const fleet::Dictionary& dictionary_;
    std::unordered_map<Key, std::int64_t, Hash> open_;  // expected - seen
    std::uint64_t missing_ = 0;
    std::uint64_t deliveries_expected_ = 0;
};

}  // namespace sim
