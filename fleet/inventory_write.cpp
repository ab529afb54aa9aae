// An inventory in AWS's shapes. Small files are built as JSON values; things and certificates,
// which may be a million, are appended as text.
#include <nlohmann/json.hpp>

#include "fleet/base/lines.hpp"
#include "fleet/inventory_files.hpp"

namespace fleet {
namespace {

Json names_json(const DistinguishedName& name) {
    auto list = Json::array();
    for (const auto& [field, value] : name) list.push_back({{"name", field}, {"value", value}});
    return list;
}

Json policy_names(const Inventory& inventory, const std::vector<std::uint32_t>& policies) {
    auto names = Json::array();
    for (const auto policy : policies) names.push_back(inventory.policies.at(policy).name);
    return names;
}

/// The issuer by id: a registered CA, or one that is not.
template <class AnyCertificate>
void add_issuer(Json& json, const Inventory& inventory, const AnyCertificate& issued) {
    if (issued.ca != no_index)
        json["caCertificateId"] = inventory.ca_certificates.at(issued.ca).id_hex();
    if (issued.issuer_certificate != no_index)
        json["issuerCertificateId"] =
            inventory.issuer_certificates.at(issued.issuer_certificate).id_hex();
}

/// {"algorithm","bits","curve","vulnerabilities"}, as far as there is something to say.
Json key_json(const KeyFacts& key) {
    Json json{{"algorithm", name_of(key.algorithm)}};
    if (key.bits != 0) json["bits"] = key.bits;
    if (key.curve != KeyCurve::none) json["curve"] = name_of(key.curve);
    if (key.is_debian_weak) json["vulnerabilities"].push_back(debian_weak_key_name);
    if (key.is_roca) json["vulnerabilities"].push_back(roca_key_name);
    return json;
}

Json ca_certificate_json(const Inventory& inventory, const CaCertificate& ca) {
    Json json{{"certificateArn", inventory.arn("cacert/" + ca.id_hex())},
              {"certificateId", ca.id_hex()},
              {"status", name_of(ca.status)},
              {"ownedBy", inventory.account.id},
              {"creationDate", aws_time(ca.creation_date)},
              {"lastModifiedDate", aws_time(ca.last_modified_date)},
              {"customerVersion", 1},
              {"validity",
               {{"notBefore", aws_time(ca.not_before)}, {"notAfter", aws_time(ca.not_after)}}},
              {"certificateMode", "DEFAULT"},
              {"serialNumber", ca.serial.hex()},
              {"subject", names_json(ca.subject)},
              {"issuer", names_json(ca.issuer)},
              {"crlUrl", ca.crl_url},
              {"issuedCrlUrl", ca.issued_crl_url},
              {"caIssuersUrl", ca.ca_issuers_url}};
    if (ca.key.algorithm != KeyAlgorithm::unknown) json["key"] = key_json(ca.key);
    add_issuer(json, inventory, ca);
    return json;
}

Json issuer_certificate_json(const Inventory& inventory, const IssuerCertificate& issuer) {
    Json json{
        {"certificateId", issuer.id_hex()},
        {"serialNumber", issuer.serial.hex()},
        {"validity",
         {{"notBefore", aws_time(issuer.not_before)}, {"notAfter", aws_time(issuer.not_after)}}},
        {"subject", names_json(issuer.subject)},
        {"issuer", names_json(issuer.issuer)},
        {"crlUrl", issuer.crl_url},
        {"caIssuersUrl", issuer.ca_issuers_url}};
    add_issuer(json, inventory, issuer);
    return json;
}

Json policy_json(const Inventory& inventory, const Policy& policy) {
    require(policy.default_version < policy.versions.size(), "a policy needs a version in force");
    auto versions = Json::array();
    for (std::size_t i = 0; i < policy.versions.size(); ++i) {
        const auto& version = policy.versions[i];
        versions.push_back({{"versionId", version.id},
                            {"isDefaultVersion", i == policy.default_version},
                            {"createDate", aws_time(version.creation_date)},
                            {"policyDocument", version.document}});
    }
    return {{"policyName", policy.name},
            {"policyArn", inventory.arn("policy/" + policy.name)},
            {"defaultVersionId", policy.versions[policy.default_version].id},
            {"policyVersions", std::move(versions)}};
}

/// Appends one member: `"key":` with the comma before it unless it is the first.
void append_key(std::string& out, std::string_view key) {
    if (out.back() != '{') out += ',';
    out += '"';
    out += key;
    out += "\":";
}

void append_member(std::string& out, std::string_view key, std::string_view text) {
    append_key(out, key);
    append_json_string(out, text);
}

void append_member(std::string& out, std::string_view key, Time time) {
    append_key(out, key);
    out += format_epoch_seconds(time);
}

template <typename Each>
void append_list(std::string& out, std::string_view key, const auto& elements, Each each) {
    append_key(out, key);
    out += '[';
    bool is_first = true;
    for (const auto& element : elements) {
        if (!is_first) out += ',';
        is_first = false;
        each(element);
    }
    out += ']';
}

void append_thing(std::string& out, const Inventory& inventory, const Thing& thing,
                  const std::string& arn_prefix) {
    out += '{';
    append_member(out, "thingName", thing.name);
    if (!thing.type_name.empty()) append_member(out, "thingTypeName", thing.type_name);
    append_member(out, "thingArn", arn_prefix + "thing/" + thing.name);
    append_key(out, "attributes");
    out += '{';
    for (const auto& [name, value] : thing.attributes) {
        if (out.back() != '{') out += ',';
        append_json_string(out, name);
        out += ':';
        append_json_string(out, value);
    }
    out += R"(},"version":1)";
    append_list(out, "principals", thing.certificates, [&](std::uint32_t certificate) {
        append_json_string(out,
                           arn_prefix + "cert/" + inventory.certificates.at(certificate).id_hex());
    });
    append_list(out, "thingGroups", thing.groups, [&](std::uint32_t group) {
        append_json_string(out, inventory.groups.at(group).name);
    });
    if (!thing.is_registered) out += R"(,"isRegistered":false)";
    out += '}';
}

/// The text of key_json, without building a value: there may be a million.
void append_key_facts(std::string& out, const KeyFacts& key) {
    if (key.algorithm == KeyAlgorithm::unknown) return;
    append_key(out, "key");
    out += '{';
    append_member(out, "algorithm", name_of(key.algorithm));
    if (key.bits != 0) {
        append_key(out, "bits");
        out += std::to_string(key.bits);
    }
    if (key.curve != KeyCurve::none) append_member(out, "curve", name_of(key.curve));
    std::vector<std::string_view> vulnerabilities;
    if (key.is_debian_weak) vulnerabilities.push_back(debian_weak_key_name);
    if (key.is_roca) vulnerabilities.push_back(roca_key_name);
    if (!vulnerabilities.empty()) {
        append_list(out, "vulnerabilities", vulnerabilities,
                    [&](std::string_view name) { append_json_string(out, name); });
    }
    out += '}';
}

void append_certificate(std::string& out, const Inventory& inventory,
                        const Certificate& certificate, const std::string& arn_prefix) {
    const bool has_ca = certificate.ca != no_index;
    const auto id = certificate.id_hex();
    out += '{';
    append_member(out, "certificateArn", arn_prefix + "cert/" + id);
    append_member(out, "certificateId", id);
    if (has_ca)
        append_member(out, "caCertificateId",
                      inventory.ca_certificates.at(certificate.ca).id_hex());
    if (certificate.issuer_certificate != no_index)
        append_member(out, "issuerCertificateId",
                      inventory.issuer_certificates.at(certificate.issuer_certificate).id_hex());
    append_member(out, "status", name_of(certificate.status));
    append_member(out, "ownedBy", inventory.account.id);
    append_member(out, "creationDate", certificate.creation_date);
    append_member(out, "lastModifiedDate", certificate.last_modified_date);
    out += R"(,"customerVersion":1,"validity":{)";
    append_member(out, "notBefore", certificate.not_before);
    append_member(out, "notAfter", certificate.not_after);
    out += '}';
    // AWS: registered without its CA, a certificate is reached by server name only.
    append_member(out, "certificateMode", has_ca ? "DEFAULT" : "SNI_ONLY");
    append_member(out, "serialNumber", certificate.serial.hex());
    append_key_facts(out, certificate.key);
    append_list(out, "subject", certificate.subject, [&](const auto& field) {
        out += '{';
        append_member(out, "name", field.first);
        append_member(out, "value", field.second);
        out += '}';
    });
    append_list(out, "policies", certificate.policies, [&](std::uint32_t policy) {
        append_json_string(out, inventory.policies.at(policy).name);
    });
    out += '}';
}

}  // namespace

Json account_json(const Inventory& inventory) {
    return {{"account", inventory.account.id},
            {"region", inventory.account.region},
            {"at", aws_time(inventory.at)}};
}

Json ca_certificates_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& ca : inventory.ca_certificates)
        list.push_back(ca_certificate_json(inventory, ca));
    return {{"certificates", std::move(list)}};
}

Json issuer_certificates_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& issuer : inventory.issuer_certificates)
        list.push_back(issuer_certificate_json(inventory, issuer));
    return {{"issuerCertificates", std::move(list)}};
}

Json revocation_lists_json(const Inventory& inventory) {
    auto lists = Json::array();
    for (const auto& list : inventory.revocation_lists) {
        Json item{{"url", list.url},
                  {"issuer", names_json(list.issuer)},
                  {"thisUpdate", aws_time(list.this_update)}};
        if (list.next_update) item["nextUpdate"] = aws_time(*list.next_update);
        item["signatureValid"] = list.signature_valid;
        add_issuer(item, inventory, list);
        auto& revoked = item["revokedSerialNumbers"] = Json::array();
        for (const auto& serial : list.revoked) revoked.push_back(serial.hex());
        lists.push_back(std::move(item));
    }
    return {{"revocationLists", std::move(lists)}};
}

Json thing_groups_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& group : inventory.groups) {
        auto metadata = Json::object();
        if (group.parent != no_index)
            metadata["parentGroupName"] = inventory.groups.at(group.parent).name;
        list.push_back({{"thingGroupName", group.name},
                        {"thingGroupArn", inventory.arn("thinggroup/" + group.name)},
                        {"version", 1},
                        {"thingGroupProperties", Json::object()},
                        {"thingGroupMetadata", std::move(metadata)},
                        {"policies", policy_names(inventory, group.policies)}});
    }
    return {{"thingGroups", std::move(list)}};
}

Json policies_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& policy : inventory.policies) list.push_back(policy_json(inventory, policy));
    return {{"policies", std::move(list)}};
}

void write_things(const Inventory& inventory, const std::filesystem::path& file) {
    LineWriter writer(file);
    const auto arn_prefix = inventory.arn("");
    for (const auto& thing : inventory.things) {
        append_thing(writer.text(), inventory, thing, arn_prefix);
        writer.end_line();
    }
    writer.close();
}

void write_certificates(const Inventory& inventory, const std::filesystem::path& file) {
    LineWriter writer(file);
    const auto arn_prefix = inventory.arn("");
    for (const auto& certificate : inventory.certificates) {
        append_certificate(writer.text(), inventory, certificate, arn_prefix);
        writer.end_line();
    }
    writer.close();
}

}  // namespace fleet
