#include "tests/support/fleets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

namespace support {
namespace {

using fleet::Certificate;
using fleet::CertificateStatus;
using fleet::Duration;
using namespace std::chrono_literals;

constexpr std::string_view crl_url = "http://crl.test.invalid/devices.crl";
// A serial that the fixture's CRL lists; other devices get their own number.
constexpr std::uint8_t revoked_serial = 0xFF;

constexpr std::size_t registered_ca = 0xFFFF;
constexpr std::size_t unregistered_ca = 0xFFFE;
constexpr std::size_t outside_root = 0xFFFD;
constexpr std::uint32_t unregistered_issuer = 1;  // in the table of issuers
constexpr std::string_view root_crl_url = "http://crl.test.invalid/root.crl";

fleet::CertificateId id_of(std::size_t n) {
    fleet::CertificateId id{};
    id[0] = 0xD0;
    id[30] = static_cast<std::uint8_t>(n >> 8);
    id[31] = static_cast<std::uint8_t>(n);
    return id;
}

fleet::Serial serial_of(std::uint8_t value, std::size_t n) {
    fleet::Serial serial;
    serial.size = 3;
    serial.bytes = {value, static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
    return serial;
}

fleet::Role role(std::string name, std::string document) {
    return {
        .name = std::move(name), .trust_document = trusting(), .documents = {std::move(document)}};
}

}  // namespace

Property expiring_in(Duration left) {
    return {[](Certificate& c, Duration d) { c.not_after = noon + d; }, left};
}
Property expired_ago(Duration past) { return expiring_in(-past); }
Property inactive() {
    return {[](Certificate& c, Duration) { c.status = CertificateStatus::inactive; }};
}
Property in_transfer() {
    return {[](Certificate& c, Duration) { c.status = CertificateStatus::pending_transfer; }};
}
Property revoked_in_registry() {
    return {[](Certificate& c, Duration) { c.status = CertificateStatus::revoked; }};
}
Property revoked_by_issuer() {
    return {[](Certificate& c, Duration) { c.serial.bytes[0] = revoked_serial; }};
}
Property registered_ago(Duration past) {
    return {[](Certificate& c, Duration d) { c.creation_date = noon - d; }, past};
}
Property with_roca_key() {
    return {[](Certificate& c, Duration) { c.key.is_roca = true; }};
}
Property with_debian_weak_key() {
    return {[](Certificate& c, Duration) { c.key.is_debian_weak = true; }};
}
Property of_unregistered_issuer() {
    return {[](Certificate& c, Duration) {
        c.ca = fleet::no_index;
        c.issuer_certificate = unregistered_issuer;
    }};
}
Property of_unknown_issuer() {
    return {[](Certificate& c, Duration) { c.ca = fleet::no_index; }};
}

FleetBuilder::FleetBuilder() {
    inventory_.at = noon;
    fleet::CaCertificate authority;
    authority.id = id_of(registered_ca);
    authority.subject = {{"CommonName", "Devices CA"}};
    authority.issuer = {{"CommonName", "Root"}};
    authority.not_after = noon + 3650 * 24h;
    authority.issued_crl_url = crl_url;
    inventory_.ca_certificates.push_back(authority);
    fleet::RevocationList list;
    list.url = crl_url;
    list.issuer = authority.subject;
    list.this_update = noon - 24h;
    list.ca = 0;
    inventory_.revocation_lists.push_back(list);
    inventory_.roles = {role("AWSIoTDeviceDefenderAudit",
                             allowing({"iot:ListCertificates", "iot:DescribeCertificate",
                                       "iot:ListCACertificates", "iot:DescribeCACertificate"})),
                        role("AWSIoTDeviceDefenderNotification", allowing({"sns:Publish"}))};
}

FleetBuilder& FleetBuilder::with_device(std::string name,
                                        std::initializer_list<Property> properties) {
    const auto n = inventory_.things.size();
    fleet::Certificate certificate;
    certificate.id = id_of(n);
    certificate.ca = 0;
    certificate.serial = serial_of(1, n);
    certificate.creation_date = certificate.not_before = noon - 24h * 30;
    certificate.not_after = noon + 24h * 335;
    certificate.things = {static_cast<std::uint32_t>(n)};
    for (const auto& property : properties) property.set(certificate, property.duration);
    auto& revoked = inventory_.revocation_lists[0].revoked;
    if (certificate.serial.bytes[0] == revoked_serial) {
        revoked.push_back(certificate.serial);
        std::ranges::sort(revoked);
    }
    fleet::Thing thing;
    thing.name = std::move(name);
    thing.certificates = {static_cast<std::uint32_t>(n)};
    inventory_.certificates.push_back(std::move(certificate));
    inventory_.things.push_back(std::move(thing));
    return *this;
}

FleetBuilder& FleetBuilder::with_device(std::string name, Property property) {
    return with_device(std::move(name), {property});
}

FleetBuilder& FleetBuilder::with_unregistered_issuer(bool is_revoked) {
    fleet::IssuerCertificate root, intermediate;
    root.id = id_of(outside_root);
    root.subject = root.issuer = {{"CommonName", "Root"}};
    intermediate.id = id_of(unregistered_ca);
    intermediate.subject = {{"CommonName", "Other CA"}};
    intermediate.issuer = root.subject;
    intermediate.serial = serial_of(7, 0);
    intermediate.crl_url = root_crl_url;
    intermediate.issuer_certificate = 0;
    fleet::RevocationList list;
    list.url = root_crl_url;
    list.issuer = root.subject;
    list.this_update = noon - 24h;
    list.issuer_certificate = 0;
    if (is_revoked) list.revoked = {intermediate.serial};
    inventory_.issuer_certificates = {root, intermediate};
    inventory_.revocation_lists.push_back(list);
    // The registered CA stands below the same root.
    ca().serial = serial_of(8, 0);
    ca().crl_url = root_crl_url;
    ca().issuer_certificate = 0;
    return *this;
}

FleetBuilder& FleetBuilder::with_role(fleet::Role given) {
    without_role(given.name);
    inventory_.roles.push_back(std::move(given));
    return *this;
}

FleetBuilder& FleetBuilder::without_role(std::string_view name) {
    std::erase_if(inventory_.roles, [&](const auto& one) { return one.name == name; });
    return *this;
}

FleetBuilder a_fleet() { return {}; }

std::string certificate_id(std::size_t n) {
    fleet::Certificate certificate;
    certificate.id = id_of(n);
    return certificate.id_hex();
}
std::string ca_certificate_id() { return certificate_id(registered_ca); }
std::string unregistered_issuer_id() { return certificate_id(unregistered_ca); }

std::string allowing(std::initializer_list<std::string_view> actions, std::string_view resource) {
    fleet::Json document;
    document["Version"] = "2012-10-17";
    document["Statement"][0]["Effect"] = "Allow";
    document["Statement"][0]["Action"] = actions;
    document["Statement"][0]["Resource"] = resource;
    return fleet::to_line(document);
}

std::string trusting(std::string_view service) {
    fleet::Json document;
    document["Version"] = "2012-10-17";
    document["Statement"][0]["Effect"] = "Allow";
    document["Statement"][0]["Principal"]["Service"] = service;
    document["Statement"][0]["Action"] = "sts:AssumeRole";
    return fleet::to_line(document);
}

TrafficBuilder::TrafficBuilder(const fleet::Inventory& inventory) {
    dictionary_->preload_things(inventory);
    dictionary_->preload_certificates(inventory);
}

TrafficBuilder& TrafficBuilder::add(fleet::ObservationKind kind, std::string_view client,
                                    std::size_t n, Duration when, fleet::Reason reason) {
    fleet::Observation observation;
    observation.time = noon + when;
    observation.kind = kind;
    observation.reason = reason;
    observation.client_id = dictionary_->clients.intern(client);
    observation.certificate_id = dictionary_->certificates.intern(certificate_id(n));
    observation.source_address = dictionary_->addresses.intern("10.0.0.1");
    const auto same_client = [&](const fleet::Observation& other) {
        return other.client_id == observation.client_id &&
               other.kind == fleet::ObservationKind::connected && other.time <= observation.time;
    };
    const bool connects = kind == fleet::ObservationKind::connected;
    observation.connection = static_cast<std::uint32_t>(
        std::ranges::count_if(observations_, same_client) + (connects ? 1 : 0));
    observations_.push_back(observation);
    return *this;
}

TrafficBuilder& TrafficBuilder::connects(std::string_view client, std::size_t n, Duration when) {
    return add(fleet::ObservationKind::connected, client, n, when, fleet::Reason::none);
}
TrafficBuilder& TrafficBuilder::disconnects(std::string_view client, std::size_t n, Duration when,
                                            fleet::Reason reason) {
    return add(fleet::ObservationKind::disconnected, client, n, when, reason);
}
TrafficBuilder& TrafficBuilder::session(std::string_view client, std::size_t n, Duration from,
                                        Duration to, fleet::Reason reason) {
    return connects(client, n, from).disconnects(client, n, to, reason);
}

std::vector<fleet::Observation> TrafficBuilder::observations() const {
    auto sorted = observations_;
    std::ranges::stable_sort(sorted, {}, &fleet::Observation::time);
    return sorted;
}

fleet::ConnectionHistory TrafficBuilder::history() const {
    fleet::ConnectionHistory history;
    for (const auto& observation : observations()) history.add(observation);
    return history;
}

}  // namespace support
