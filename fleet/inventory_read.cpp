// An inventory from AWS's shapes. Names and ids become indexes; one that leads nowhere is a problem
// with its place, like a value that is none.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "fleet/base/json_fields.hpp"
#include "fleet/base/lines.hpp"
#include "fleet/base/text.hpp"
#include "fleet/inventory_files.hpp"

namespace fleet {
namespace {

/// Names of one kind with their indexes.
class Names {
  public:
    explicit Names(std::string what) : what_(std::move(what)) {}

    /// The name just read becomes the next index.
    void add(const Fields& fields, std::string_view key, const std::string& name) {
        const auto index = static_cast<std::uint32_t>(indexes_.size());
        if (!indexes_.emplace(name, index).second)
            fields.problem(key, fmt::format("the {} \"{}\" stands twice", what_, name));
    }
    /// `place` is the member that holds the name.
    std::uint32_t find(const Fields& fields, std::string_view place,
                       const std::string& name) const {
        const auto found = indexes_.find(name);
        if (found != indexes_.end()) return found->second;
        fields.problem(place, fmt::format("there is no {} \"{}\"", what_, name));
        return no_index;
    }
    std::vector<std::uint32_t> find_all(const Fields& fields, std::string_view key) const {
        std::vector<std::uint32_t> indexes;
        const auto names = fields.texts(key);
        for (std::size_t i = 0; i < names.size(); ++i)
            indexes.push_back(find(fields, path_of(key, i), names[i]));
        std::sort(indexes.begin(), indexes.end());
        return indexes;
    }

  private:
    std::string what_;
    std::unordered_map<std::string, std::uint32_t> indexes_;  // looked up only, never walked
};

class Reader {
  public:
    Reader(std::filesystem::path folder, Problems& problems)
        : folder_(std::move(folder)), problems_(problems) {}

    Inventory read() {
        read_account(folder_, inventory_, problems_);
        name_issuer_certificates();
        read_ca_certificates();
        read_issuer_certificates();
        read_revocation_lists();
        read_policies();
        read_groups();
        read_certificates();
        read_things();
        return std::move(inventory_);
    }

  private:
    /// An issuer may stand after what it issued, so names come first. Inventories from before there
    /// were such issuers have no file.
    void name_issuer_certificates() {
        const auto file = folder_ / "issuer-certificates.json";
        if (!std::filesystem::exists(file)) return;
        issuers_document_ = read_json(file);
        for (const auto& fields :
             Fields(*issuers_document_, problems_).objects("issuerCertificates"))
            issuers_.add(fields, "certificateId", id_text(fields));
    }

    void read_issuer_certificates() {
        if (!issuers_document_) return;
        for (const auto& fields :
             Fields(*issuers_document_, problems_).objects("issuerCertificates")) {
            IssuerCertificate issuer;
            read_identity(fields, issuer);
            issuer.issuer = distinguished_name(fields, "issuer");
            issuer.crl_url = fields.text_or("crlUrl", "");
            issuer.ca_issuers_url = fields.text_or("caIssuersUrl", "");
            link(fields, issuer);
            inventory_.issuer_certificates.push_back(std::move(issuer));
        }
    }

    void read_ca_certificates() {
        const auto document = read_json(folder_ / "ca-certificates.json");
        const auto all = Fields(document, problems_).objects("certificates");
        for (const auto& fields : all) cas_.add(fields, "certificateId", id_text(fields));
        for (const auto& fields : all) {
            CaCertificate ca;
            read_common(fields, ca);
            ca.issuer = distinguished_name(fields, "issuer");
            ca.crl_url = fields.text_or("crlUrl", "");
            ca.issued_crl_url = fields.text_or("issuedCrlUrl", "");
            ca.ca_issuers_url = fields.text_or("caIssuersUrl", "");
            link(fields, ca);
            if (ca.status != CertificateStatus::active && ca.status != CertificateStatus::inactive)
                fields.problem("status", "a CA certificate is ACTIVE or INACTIVE");
            inventory_.ca_certificates.push_back(std::move(ca));
        }
    }

    void read_revocation_lists() {
        const auto document = read_json(folder_ / "revocation-lists.json");
        for (const auto& fields : Fields(document, problems_).objects("revocationLists")) {
            RevocationList list;
            list.url = fields.text("url");
            list.issuer = distinguished_name(fields, "issuer");
            list.this_update = fields.time("thisUpdate");
            list.next_update = fields.time_if_any("nextUpdate");
            list.signature_valid = fields.flag_or("signatureValid", true);
            link(fields, list);
            const auto serials = fields.texts("revokedSerialNumbers");
            for (std::size_t i = 0; i < serials.size(); ++i) {
                list.revoked.push_back(
                    serial(fields, path_of("revokedSerialNumbers", i), serials[i]));
            }
            std::sort(list.revoked.begin(), list.revoked.end());
            inventory_.revocation_lists.push_back(std::move(list));
        }
    }

    void read_policies() {
        const auto document = read_json(folder_ / "policies.json");
        for (const auto& fields : Fields(document, problems_).objects("policies")) {
            Policy policy;
            policy.name = fields.text("policyName");
            const auto default_id = fields.text("defaultVersionId");
            bool has_default = false;
            for (const auto& version : fields.objects("policyVersions")) {
                policy.versions.push_back({.id = version.text("versionId"),
                                           .document = version.document_text("policyDocument"),
                                           .creation_date = version.time("createDate")});
                if (policy.versions.back().id != default_id) continue;
                policy.default_version = policy.versions.size() - 1;
                has_default = true;
            }
            if (!has_default) {
                fields.problem("defaultVersionId",
                               fmt::format("no version \"{}\" in policyVersions", default_id));
            }
            policies_.add(fields, "policyName", policy.name);
            inventory_.policies.push_back(std::move(policy));
        }
    }

    void read_groups() {
        const auto document = read_json(folder_ / "thing-groups.json");
        const auto all = Fields(document, problems_).objects("thingGroups");
        for (const auto& fields : all) {
            ThingGroup group;
            group.name = fields.text("thingGroupName");
            group.policies = policies_.find_all(fields, "policies");
            groups_.add(fields, "thingGroupName", group.name);
            inventory_.groups.push_back(std::move(group));
        }
        // A parent may stand after its child.
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i].has("thingGroupMetadata")) continue;
            const auto metadata = all[i].object("thingGroupMetadata");
            if (!metadata.has("parentGroupName")) continue;
            inventory_.groups[i].parent =
                groups_.find(metadata, "parentGroupName", metadata.text("parentGroupName"));
        }
    }

    void read_certificates() {
        LineReader lines(folder_ / "certificates.jsonl");
        while (const auto line = lines.next()) {
            const auto document = parse_json(*line, lines.file(), lines.number());
            const Fields fields(document, problems_);
            Certificate certificate;
            read_common(fields, certificate);
            link(fields, certificate);
            certificate.policies = policies_.find_all(fields, "policies");
            certificates_.add(fields, "certificateId", certificate.id_hex());
            inventory_.certificates.push_back(std::move(certificate));
        }
    }

    void read_things() {
        LineReader lines(folder_ / "things.jsonl");
        Names names("thing");
        while (const auto line = lines.next()) {
            const auto document = parse_json(*line, lines.file(), lines.number());
            const Fields fields(document, problems_);
            Thing thing;
            thing.name = fields.text("thingName");
            thing.type_name = fields.text_or("thingTypeName", "");
            if (fields.has("attributes"))
                thing.attributes = fields.object("attributes").all_texts();
            std::sort(thing.attributes.begin(), thing.attributes.end());
            thing.groups = groups_.find_all(fields, "thingGroups");
            thing.is_registered = fields.flag_or("isRegistered", true);
            attach(thing, fields);
            names.add(fields, "thingName", thing.name);
            inventory_.things.push_back(std::move(thing));
        }
    }

    /// Principals are kept on both sides.
    void attach(Thing& thing, const Fields& fields) {
        const auto index = static_cast<std::uint32_t>(inventory_.things.size());
        const auto principals = fields.texts("principals");
        for (std::size_t i = 0; i < principals.size(); ++i) {
            const auto id = principals[i].substr(principals[i].find('/') + 1);
            const auto certificate = certificates_.find(fields, path_of("principals", i), id);
            if (certificate == no_index) continue;
            thing.certificates.push_back(certificate);
            inventory_.certificates[certificate].things.push_back(index);
        }
        std::sort(thing.certificates.begin(), thing.certificates.end());
    }

    /// What device and CA certificates have in common.
    template <typename AnyCertificate>
    static void read_common(const Fields& fields, AnyCertificate& certificate) {
        read_identity(fields, certificate);
        if (fields.has("key")) certificate.key = key_facts(fields.object("key"));
        const auto status = fields.text("status");
        if (const auto known = certificate_status(status))
            certificate.status = *known;
        else
            fields.problem("status", fmt::format("\"{}\" is no certificate status", status));
        certificate.creation_date = fields.time("creationDate");
        certificate.last_modified_date = fields.time("lastModifiedDate");
    }

    /// What stands in every certificate.
    template <typename AnyCertificate>
    static void read_identity(const Fields& fields, AnyCertificate& certificate) {
        certificate.id = certificate_id(fields);
        const auto validity = fields.object("validity");
        certificate.not_before = validity.time("notBefore");
        certificate.not_after = validity.time("notAfter");
        certificate.serial = serial(fields, "serialNumber", fields.text("serialNumber"));
        certificate.subject = distinguished_name(fields, "subject");
    }

    /// The id in the form in which others refer to it; what is wrong with it is told elsewhere.
    static std::string id_text(const Fields& fields) {
        return to_hex(from_hex(fields.text_or("certificateId", "")));
    }

    static CertificateId certificate_id(const Fields& fields) {
        CertificateId id{};
        const auto bytes = from_hex(fields.text("certificateId"));
        if (bytes.size() == id.size())
            std::copy(bytes.begin(), bytes.end(), id.begin());
        else
            fields.problem("certificateId", "expected 64 hexadecimal digits");
        return id;
    }

    static Serial serial(const Fields& fields, std::string_view place, const std::string& text) {
        Serial serial;
        const auto bytes = from_hex(text);
        if (bytes.size() * 2 != text.size() || bytes.size() > serial.bytes.size()) {
            fields.problem(place, "expected a serial number of at most 20 bytes in hexadecimal");
            return serial;
        }
        std::copy(bytes.begin(), bytes.end(), serial.bytes.begin());
        serial.size = static_cast<std::uint8_t>(bytes.size());
        return serial;
    }

    static DistinguishedName distinguished_name(const Fields& fields, std::string_view key) {
        DistinguishedName name;
        for (const auto& field : fields.objects(key))
            name.emplace_back(field.text("name"), field.text("value"));
        return name;
    }

    static KeyFacts key_facts(const Fields& fields) {
        KeyFacts key;
        const auto algorithm = fields.text("algorithm");
        if (const auto known = key_algorithm(algorithm))
            key.algorithm = *known;
        else
            fields.problem("algorithm", fmt::format("\"{}\" is no key algorithm", algorithm));
        const auto curve = fields.text_or("curve", "");
        if (const auto known = key_curve(curve))
            key.curve = *known;
        else
            fields.problem("curve", fmt::format("\"{}\" is no curve", curve));
        key.bits = static_cast<std::uint16_t>(fields.whole_number_or("bits", 0, 0xFFFF));
        if (!fields.has("vulnerabilities")) return key;
        const auto names = fields.texts("vulnerabilities");
        for (std::size_t i = 0; i < names.size(); ++i) {
            key.is_debian_weak = key.is_debian_weak || names[i] == debian_weak_key_name;
            key.is_roca = key.is_roca || names[i] == roca_key_name;
            if (names[i] != debian_weak_key_name && names[i] != roca_key_name)
                fields.problem(
                    path_of("vulnerabilities", i),
                    fmt::format("expected {} or {}", debian_weak_key_name, roca_key_name));
        }
        return key;
    }

    /// The issuer, registered or not, by its id.
    template <typename Issued>
    void link(const Fields& fields, Issued& issued) const {
        if (fields.has("caCertificateId"))
            issued.ca = cas_.find(fields, "caCertificateId", fields.text("caCertificateId"));
        if (fields.has("issuerCertificateId"))
            issued.issuer_certificate =
                issuers_.find(fields, "issuerCertificateId", fields.text("issuerCertificateId"));
    }

    std::filesystem::path folder_;
    Problems& problems_;
    Inventory inventory_;
    std::optional<Document> issuers_document_;
    Names cas_{"CA certificate"};
    Names issuers_{"issuer certificate"};
    Names policies_{"policy"};
    Names groups_{"thing group"};
    Names certificates_{"certificate"};
};

}  // namespace

Inventory read_inventory(const std::filesystem::path& folder, Problems& problems) {
    return Reader(folder, problems).read();
}

}  // namespace fleet
