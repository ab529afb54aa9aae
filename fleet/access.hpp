// Who may do what on the broker: the policies of an inventory, compiled, asked once per
// (connection, topic) by the tap and by the broker in memory. Both ask this and nothing else, so
// that a verdict cannot depend on the transport.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fleet/change.hpp"
#include "fleet/inventory.hpp"
#include "fleet/policy.hpp"

namespace fleet {

/// One connection's standing: prepared at CONNECT, kept with the session.
struct Principal {
    std::uint32_t certificate = no_index;  // index in the inventory
    std::uint32_t thing =
        no_index;  // set when the certificate is attached to the thing named like the client id
    std::string client_id;
    std::string source_ip;  // declared address
};

class Access {
  public:
    /// Compiles every policy in force: those attached to a certificate and to the groups, parents
    /// included, of every thing it is attached to. Raises Error naming a policy that is none.
    ///
    /// `inventory` must outlive this and is read as long as it lives, but never written: what
    /// apply() is told is kept beside it. Its owner may make the same changes true of it, never
    /// others, and not while another thread asks.
    explicit Access(const Inventory& inventory);
    Access(Access&&) noexcept;
    Access& operator=(Access&&) noexcept;
    ~Access();

    /// The index of the registered certificate with this id (64 hex), or no_index. Certificates
    /// that apply() registers follow those of the inventory, in order.
    std::uint32_t certificate(std::string_view id_hex) const;
    CertificateStatus status(std::uint32_t certificate) const;

    Principal principal(std::uint32_t certificate, std::string_view client_id,
                        std::string_view source_ip) const;
    /// By policy alone; status() is a question of its own. A principal without certificate may
    /// nothing.
    bool may_connect(const Principal& principal) const;
    /// `action` is publish, subscribe (text: the filter; of $share/GROUP/FILTER the FILTER is
    /// judged), receive, or retain_publish (a retained publish: both actions must be allowed). A
    /// thing that was detached since CONNECT counts no more; one attached since counts from the
    /// next CONNECT on. Allocates nothing for topics of ordinary length.
    bool may(const Principal& principal, PolicyAction action, std::string_view topic) const;

    /// Follows a registry change; principals prepared before stay valid by index.
    /// Raises Error when the change names what does not exist.
    void apply(const Change& change);
    /// Grows with every change that may alter a verdict on this certificate: caches of verdicts
    /// hold it beside them. no_index: 0 for good.
    std::uint64_t version(std::uint32_t certificate) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fleet
