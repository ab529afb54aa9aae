// Fixture builders: a fleet, and what a broker saw of it, in which everything has a default, so
// that what a test sets is what the test is about.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/certificate.hpp"
#include "fleet/connection_history.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/observation.hpp"

namespace support {

/// When every fixture lives: the start of the run, and of an audit unless a test says otherwise.
inline const fleet::Time noon = *fleet::parse_time("2018-08-06T12:00:00Z");

using Trait = void (*)(fleet::Certificate&, fleet::Duration);
/// One property of a device's certificate that differs from the default.
struct Property {
    Trait set = nullptr;
    fleet::Duration duration{};
};
Property expiring_in(fleet::Duration left);     // after noon
Property expired_ago(fleet::Duration past);     // before noon
Property registered_ago(fleet::Duration past);  // before noon
Property inactive();
Property in_transfer();
Property revoked_in_registry();
/// On the CRL of its issuer.
Property revoked_by_issuer();
Property with_roca_key();
Property with_debian_weak_key();
/// Issued by the CA that the registry does not hold: see with_unregistered_issuer.
Property of_unregistered_issuer();
/// Issued by a CA that the registry does not know.
Property of_unknown_issuer();

/// Things with one certificate each, an issuing CA with its CRL, and the default roles.
class FleetBuilder {
  public:
    FleetBuilder();
    FleetBuilder& with_device(std::string name, std::initializer_list<Property> properties = {});
    FleetBuilder& with_device(std::string name, Property property);
    /// An intermediate CA that the registry does not hold, its root, and the root's list with the
    /// intermediate on it or not: issuer certificates 0 and 1, revocation list 1.
    FleetBuilder& with_unregistered_issuer(bool is_revoked);
    /// The registered CA, the one of all devices.
    fleet::CaCertificate& ca() { return inventory_.ca_certificates[0]; }
    /// Replaces the documents of a role, or adds it.
    FleetBuilder& with_role(fleet::Role role);
    FleetBuilder& without_role(std::string_view name);

    fleet::Inventory& inventory() { return inventory_; }
    const fleet::Inventory& inventory() const { return inventory_; }

  private:
    fleet::Inventory inventory_;
};
FleetBuilder a_fleet();

/// Id of the certificate of device n (by order of with_device), 64 hex digits.
std::string certificate_id(std::size_t n);
/// Id of the registered CA, and of the intermediate that is not registered.
std::string ca_certificate_id();
std::string unregistered_issuer_id();
/// A policy document that allows `actions` on `resource`.
std::string allowing(std::initializer_list<std::string_view> actions,
                     std::string_view resource = "*");
/// The trust that lets the service assume a role.
std::string trusting(std::string_view service = "iot.amazonaws.com");

/// What a broker saw, as history and as observations; names are interned as they come.
class TrafficBuilder {
  public:
    explicit TrafficBuilder(const fleet::Inventory& inventory);
    /// A connection of `client` with the certificate of device `n`; times are relative to noon.
    TrafficBuilder& connects(std::string_view client, std::size_t n, fleet::Duration when);
    TrafficBuilder& disconnects(std::string_view client, std::size_t n, fleet::Duration when,
                                fleet::Reason reason = fleet::Reason::client_initiated);
    /// connects, and disconnects at `to`.
    TrafficBuilder& session(std::string_view client, std::size_t n, fleet::Duration from,
                            fleet::Duration to,
                            fleet::Reason reason = fleet::Reason::client_initiated);

    /// By time.
    std::vector<fleet::Observation> observations() const;
    fleet::ConnectionHistory history() const;
    /// Shared with copies of the builder, because names never move.
    std::shared_ptr<const fleet::Dictionary> dictionary() const { return dictionary_; }

  private:
    TrafficBuilder& add(fleet::ObservationKind kind, std::string_view client, std::size_t n,
                        fleet::Duration when, fleet::Reason reason);

    std::shared_ptr<fleet::Dictionary> dictionary_ = std::make_shared<fleet::Dictionary>();
    std::vector<fleet::Observation> observations_;
};

}  // namespace support
