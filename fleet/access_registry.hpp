// Who is attached to what, by index, following changes: an inventory that is only read, and beside
// it what was altered since. A fleet of a million costs little more than its two indices.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleet/access_index.hpp"
#include "fleet/change.hpp"
#include "fleet/inventory.hpp"

namespace fleet {

class AccessRegistry {
  public:
    using Indices = std::vector<std::uint32_t>;

    explicit AccessRegistry(const Inventory& inventory);

    const Inventory& inventory() const { return *inventory_; }
    std::uint32_t certificate_count() const {
        return inventory_count_ + static_cast<std::uint32_t>(registered_.size());
    }
    const Certificate& certificate_at(std::uint32_t index) const;
    /// no_index when there is none.
    std::uint32_t certificate(std::string_view id_hex) const;

    const Indices& things_of(std::uint32_t certificate) const;
    const Indices& policies_of(std::uint32_t certificate) const;
    const Indices& certificates_of(std::uint32_t thing) const;
    const Indices& groups_of(std::uint32_t thing) const;
    bool is_attached(std::uint32_t certificate, std::uint32_t thing) const;
    /// Policies of the certificate and of the groups of its things, parents included; ascending.
    Indices policies_in_force(std::uint32_t certificate) const;

    /// Follow one kind of change each and return the certificates whose policies may differ now.
    /// Raise Error naming what does not exist.
    Indices register_certificate(const Change& change);
    Indices alter_thing(const Change& change);
    Indices alter_policy(const Change& change);
    Indices alter_group(const Change& change);
    std::uint32_t certificate_named(const Change& change) const;
    std::uint32_t policy_named(std::string_view name, const Change& change) const;

  private:
    using Altered = std::unordered_map<std::uint32_t, Indices>;

    std::string_view id_bytes(std::uint32_t certificate) const;
    std::uint32_t thing_named(std::string_view name, const Change& change) const;
    std::uint32_t group_named(std::string_view name, const Change& change) const;
    void add_group_policies(std::uint32_t group, Indices& policies) const;

    const Inventory* inventory_;
    std::uint32_t inventory_count_;
    std::deque<Certificate> registered_;
    AccessIndex certificates_by_id_;
    AccessIndex things_by_name_;
    AccessIndex policies_by_name_;
    Altered things_of_certificate_;
    Altered policies_of_certificate_;
    Altered certificates_of_thing_;
    Altered groups_of_thing_;
};

}  // namespace fleet
