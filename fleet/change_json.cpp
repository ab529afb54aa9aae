// A change as one line of a recording, and back.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "fleet/change.hpp"

namespace fleet {
namespace {

Json subject_json(const DistinguishedName& name) {
    auto list = Json::array();
    for (const auto& [field, value] : name) list.push_back(Json::array({field, value}));
    return list;
}

Json key_json(const KeyFacts& key) {
    return {{"algorithm", name_of(key.algorithm)},
            {"curve", name_of(key.curve)},
            {"bits", key.bits},
            {debian_weak_key_name, key.is_debian_weak},
            {roca_key_name, key.is_roca}};
}

/// The issuer stands twice: by id for readers, by index for change_from_json, which sees no
/// inventory.
Json certificate_json(const Certificate& certificate, const Inventory& inventory) {
    const bool has_ca = certificate.ca < inventory.ca_certificates.size();
    Json value;
    value["certificateId"] = certificate.id_hex();
    value["status"] = name_of(certificate.status);
    value["caCertificateId"] =
        has_ca ? Json(inventory.ca_certificates[certificate.ca].id_hex()) : Json(nullptr);
    value["caCertificateIndex"] = has_ca ? Json(certificate.ca) : Json(nullptr);
    if (certificate.issuer_certificate != no_index)
        value["issuerCertificateIndex"] = certificate.issuer_certificate;
    if (certificate.key.algorithm != KeyAlgorithm::unknown)
        value["key"] = key_json(certificate.key);
    value["serialNumber"] = certificate.serial.hex();
    value["creationDate"] = aws_time(certificate.creation_date);
    value["lastModifiedDate"] = aws_time(certificate.last_modified_date);
    value["notBefore"] = aws_time(certificate.not_before);
    value["notAfter"] = aws_time(certificate.not_after);
    value["subject"] = subject_json(certificate.subject);
    return value;
}

[[noreturn]] void fail(std::string_view key, std::string_view due) {
    throw Error(fmt::format("change: \"{}\": {} is due here", key, due));
}

const Json& member(const Json& object, const char* key) {
    if (!object.is_object()) throw Error("change: an object is due here");
    const auto found = object.find(key);
    if (found == object.end()) throw Error(fmt::format("change: \"{}\" is missing", key));
    return *found;
}

std::string text_in(const Json& object, const char* key) {
    const auto& value = member(object, key);
    if (!value.is_string()) fail(key, "a text");
    return value.get<std::string>();
}

Time time_in(const Json& object, const char* key) {
    const auto time = read_aws_time(member(object, key));
    if (!time) fail(key, "a time in epoch seconds");
    return *time;
}

CertificateId id_in(const Json& object, const char* key) {
    const auto bytes = from_hex(text_in(object, key));
    CertificateId id{};
    if (bytes.size() != id.size()) fail(key, "an id of 64 hexadecimal digits");
    std::copy(bytes.begin(), bytes.end(), id.begin());
    return id;
}

Serial serial_in(const Json& object, const char* key) {
    const auto text = text_in(object, key);
    const auto bytes = from_hex(text);
    Serial serial;
    if (bytes.size() * 2 != text.size() || bytes.size() > serial.bytes.size())
        fail(key, "a serial number of at most 40 hexadecimal digits");
    std::copy(bytes.begin(), bytes.end(), serial.bytes.begin());
    serial.size = static_cast<std::uint8_t>(bytes.size());
    return serial;
}

std::uint32_t index_in(const Json& object, const char* key) {
    const auto& value = member(object, key);
    if (value.is_null()) return no_index;
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= no_index)
        fail(key, "an index or null");
    return value.get<std::uint32_t>();
}

DistinguishedName subject_in(const Json& object, const char* key) {
    const auto& list = member(object, key);
    if (!list.is_array()) fail(key, "a list of [field, value]");
    DistinguishedName name;
    for (const auto& pair : list) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
            fail(key, "a list of [field, value]");
        name.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    }
    return name;
}

/// Absent in what tells nothing of the key.
KeyFacts key_in(const Json& object) {
    const auto found = object.find("key");
    if (found == object.end()) return {};
    const auto flag = [&](std::string_view key) {
        const auto& value = member(*found, std::string(key).c_str());
        if (!value.is_boolean()) fail(key, "true or false");
        return value.get<bool>();
    };
    const auto algorithm = key_algorithm(text_in(*found, "algorithm"));
    if (!algorithm) fail("algorithm", "a key algorithm");
    const auto curve = key_curve(text_in(*found, "curve"));
    if (!curve) fail("curve", "a curve");
    const auto& bits = member(*found, "bits");
    if (!bits.is_number_unsigned() || bits.get<std::uint64_t>() > 0xFFFF) fail("bits", "a size");
    return {.algorithm = *algorithm,
            .curve = *curve,
            .bits = bits.get<std::uint16_t>(),
            .is_debian_weak = flag(debian_weak_key_name),
            .is_roca = flag(roca_key_name)};
}

Certificate certificate_in(const Json& object) {
    const auto status = certificate_status(text_in(object, "status"));
    if (!status) fail("status", "a certificate status");
    return {.id = id_in(object, "certificateId"),
            .status = *status,
            .key = key_in(object),
            .ca = index_in(object, "caCertificateIndex"),
            .issuer_certificate = object.contains("issuerCertificateIndex")
                                      ? index_in(object, "issuerCertificateIndex")
                                      : no_index,
            .serial = serial_in(object, "serialNumber"),
            .creation_date = time_in(object, "creationDate"),
            .last_modified_date = time_in(object, "lastModifiedDate"),
            .not_before = time_in(object, "notBefore"),
            .not_after = time_in(object, "notAfter"),
            .subject = subject_in(object, "subject"),
            .things = {},
            .policies = {}};
}

}  // namespace

Json to_json(const Change& change, const Inventory& inventory) {
    Json told;
    told["kind"] = name_of(change.kind);
    told["subject"] = change.subject;
    told["value"] = change.value;
    if (change.certificate) told["certificate"] = certificate_json(*change.certificate, inventory);
    Json line;
    line["time"] = format_time(change.time);  // ISO, as every line of a recording
    line["kind"] = "change";
    line["change"] = std::move(told);
    return line;
}

Change change_from_json(const Json& value) {
    const auto& told = member(value, "change");
    const auto kind = change_kind(text_in(told, "kind"));
    if (!kind) fail("kind", "a kind of change such as \"certificate-status\"");
    const auto& time = member(value, "time");
    const auto when =
        time.is_string() ? parse_time(time.get_ref<const std::string&>()) : std::nullopt;
    if (!when) fail("time", "a time such as \"2018-08-06T00:00:00Z\"");
    Change change{.time = *when,
                  .kind = *kind,
                  .subject = text_in(told, "subject"),
                  .value = text_in(told, "value"),
                  .certificate = std::nullopt};
    if (change.kind == ChangeKind::certificate_registered)
        change.certificate = certificate_in(member(told, "certificate"));
    return change;
}

}  // namespace fleet
