// An inventory from AWS's shapes. Names and ids become indexes; one that leads nowhere is a problem
// with its place, like a value that is none.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
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
        read_ca_certificates();
        read_revocation_lists();
        read_policies();
        read_groups();
        read_certificates();
        read_things();
        return std::move(inventory_);
    }

  private:
    void read_ca_certificates() {
        const auto document = read_json(folder_ / "ca-certificates.json");
        for (const auto& fields : Fields(document, problems_).objects("certificates")) {
            CaCertificate ca;
            read_common(fields, ca);
            ca.issuer = distinguished_name(fields, "issuer");
            ca.crl_url = fields.text_or("crlUrl", "");
            ca.issued_crl_url = fields.text_or("issuedCrlUrl", "");
            if (ca.status != CertificateStatus::active && ca.status != CertificateStatus::inactive)
                fields.problem("status", "a CA certificate is ACTIVE or INACTIVE");
            cas_.add(fields, "certificateId", ca.id_hex());
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
            list.ca = ca_of(fields);
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
            certificate.ca = ca_of(fields);
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
        certificate.id = certificate_id(fields);
        const auto status = fields.text("status");
        if (const auto known = certificate_status(status))
            certificate.status = *known;
        else
            fields.problem("status", fmt::format("\"{}\" is no certificate status", status));
        certificate.creation_date = fields.time("creationDate");
        certificate.last_modified_date = fields.time("lastModifiedDate");
        const auto validity = fields.object("validity");
        certificate.not_before = validity.time("notBefore");
        certificate.not_after = validity.time("notAfter");
        certificate.serial = serial(fields, "serialNumber", fields.text("serialNumber"));
        certificate.subject = distinguished_name(fields, "subject");
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

    std::uint32_t ca_of(const Fields& fields) const {
        if (!fields.has("caCertificateId")) return no_index;
        return cas_.find(fields, "caCertificateId", fields.text("caCertificateId"));
    }

    std::filesystem::path folder_;
    Problems& problems_;
    Inventory inventory_;
    Names cas_{"CA certificate"};
    Names policies_{"policy"};
    Names groups_{"thing group"};
    Names certificates_{"certificate"};
};

}  // namespace

Inventory read_inventory(const std::filesystem::path& folder, Problems& problems) {
    return Reader(folder, problems).read();
}

}  // namespace fleet
