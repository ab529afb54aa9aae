// Device and CA certificates, things, and who holds which, from answers of AWS.
#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/text.hpp"
#include "fleet/exports/aws_draft.hpp"
#include "fleet/exports/certificate_facts.hpp"
#include "fleet/pki/digest.hpp"

namespace fleet::exports {
namespace {

/// What the registry says of a certificate of either kind.
template <class Entry, class Draft>
void set_registration(Entry& entry, const Draft& draft, const std::string& id) {
    const auto bytes = from_hex(id);
    std::ranges::copy(bytes, entry.id.begin());
    entry.status = certificate_status(draft.status).value_or(CertificateStatus::active);
    entry.unknown.set(Gap::creation_date, !draft.created);
    entry.creation_date = draft.created.value_or(Time{});
    entry.last_modified_date = draft.modified.value_or(entry.creation_date);
}

DerBytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

void AwsAddress::look_at(std::string_view arn) {
    const auto parts = split(arn, ':');  // arn:aws:iot:REGION:ACCOUNT:…
    if (parts.size() < 6 || parts[0] != "arn") return;
    if (account_.empty()) account_ = parts[4];
    if (region_.empty()) region_ = parts[3];
}

AwsCertificates::Draft& AwsCertificates::draft_in(Drafts& drafts, const Fields& certificate) {
    auto id = certificate.text("certificateId");
    std::ranges::transform(id, id.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (from_hex(id).size() != CertificateId{}.size())
        certificate.problem("certificateId", "expected 64 hexadecimal digits");
    auto& draft = drafts[id];
    draft.status = certificate.text_or("status", draft.status);
    if (!certificate_status(draft.status))
        certificate.problem("status", fmt::format("\"{}\" is no certificate status", draft.status));
    draft.arn = certificate.text_or("certificateArn", draft.arn);
    if (const auto created = certificate.exported_time_if_any("creationDate"))
        draft.created = created;
    return draft;
}

void AwsCertificates::list(const Fields& answer, bool are_cas) {
    (are_cas ? are_cas_told_ : are_devices_told_) = true;
    for (const auto& certificate : answer.objects("certificates"))
        draft_in(are_cas ? cas_ : devices_, certificate);
}

void AwsCertificates::describe(const Fields& answer, bool is_ca, const std::string& file) {
    (is_ca ? are_cas_told_ : are_devices_told_) = true;
    const auto told = answer.object("certificateDescription");
    auto& draft = draft_in(is_ca ? cas_ : devices_, told);
    const auto pem = told.text_or("certificatePem", "");
    Description described(draft.status, told.text_or("caCertificateId", ""),
                          told.exported_time_if_any("lastModifiedDate"), sha256(bytes_of(pem)));
    if (draft.description && *draft.description != described)
        account_.notes.push_back(fmt::format(
            "certificate {} is described in {} and, differently, in {}; the latter counts",
            told.text("certificateId"), draft.file, file));
    draft.issuer = std::get<1>(described);
    draft.modified = std::get<2>(described);
    draft.file = file;
    draft.description = std::move(described);
    if (told.has("certificatePem")) read_pem(draft, is_ca, pem);
}

void AwsCertificates::read_pem(Draft& draft, bool is_ca, const std::string& pem) {
    const auto refuse = [&](std::string why) {
        draft.is_unreadable = true;
        account_.unreadable.push_back(
            {.file = draft.file, .path = {}, .message = "certificatePem: " + std::move(why)});
    };
    const auto ders = from_pem(pem, "CERTIFICATE");
    if (ders.empty() || ders.front().empty()) return refuse("is no PEM certificate");
    DerFault fault(ders.front());
    CertificateView view;
    if (!read_view(ders.front(), view, fault)) return refuse(fault.text());
    judge_key(view.key, view.modulus, *request_.weak_keys);
    const auto id = sha256(ders.front());
    if (request_.on_facts) request_.on_facts(facts_line(draft.file, view, id));
    read_content(draft, is_ca, {view, id, ders.front()});
}

void AwsCertificates::read_content(Draft& draft, bool is_ca, const ScannedCertificate& scanned) {
    draft.subject_name = found_.name(scanned.view.subject);
    draft.issuer_name = found_.name(scanned.view.issuer);
    draft.is_unreadable = false;
    if (is_ca)
        draft.ca = authority_entry(scanned.view, scanned.id);
    else
        draft.device = device_entry(scanned.view, scanned.id);
    // One that names no list can be on none, unless its issuer is the account's.
    if (draft.device) draft.device->unknown.set(Gap::revocation, !scanned.view.crl_url.empty());
    if (is_ca || found_.is_listed(draft.issuer_name))
        draft.der.assign(scanned.der.begin(), scanned.der.end());
}

void AwsCertificates::add(const ScannedCertificate& scanned) {
    const auto id = to_hex(scanned.id);
    for (auto* drafts : {&devices_, &cas_}) {
        const auto known = drafts->find(id);
        if (known == drafts->end()) continue;
        if (known->second.device || known->second.ca) ++account_.counts.repeated;
        --account_.counts.met;  // it is counted where the registry tells of it
        return read_content(known->second, drafts == &cas_, scanned);
    }
    if (!scanned.view.is_ca) {
        account_.notes.push_back(
            fmt::format("certificate {} lies in a file and is not registered; not judged", id));
        return;
    }
    found_.add(FoundAuthority{.entry = authority_entry(scanned.view, scanned.id),
                              .subject = found_.name(scanned.view.subject),
                              .issuer = found_.name(scanned.view.issuer),
                              .der = Bytes(scanned.der.begin(), scanned.der.end()),
                              .is_registered = false});
}

void AwsCertificates::list_thing(const Fields& told) {
    auto& thing = things_[told.text("thingName")];
    thing.type_name = told.text_or("thingTypeName", "");
    if (told.has("attributes")) thing.attributes = told.object("attributes").all_texts();
    std::ranges::sort(thing.attributes);
}

void AwsCertificates::list_principals(const Fields& answer, const std::string& thing) {
    auto& ids = principals_[answer.text_or("thingName", thing)];
    for (const auto& arn : answer.texts("principals")) {
        if (const auto at = arn.find(":cert/"); at != std::string::npos)
            ids.push_back(arn.substr(at + std::string_view(":cert/").size()));
    }
}

void AwsCertificates::settle_cas() {
    for (auto& [id, draft] : cas_) {
        FoundAuthority authority{.entry = draft.ca.value_or(CaCertificate{}),
                                 .subject = draft.subject_name,
                                 .issuer = draft.issuer_name,
                                 .der = std::move(draft.der)};
        authority.entry.unknown.set(Gap::content, !draft.ca);
        set_registration(authority.entry, draft, id);
        found_.add(std::move(authority));
    }
}

void AwsCertificates::settle_devices() {
    for (auto& [id, draft] : devices_) {
        FoundDevice device{.entry = draft.device.value_or(Certificate{}),
                           .issuer = draft.issuer_name,
                           .der = std::move(draft.der),
                           .registered_ca = draft.issuer};
        device.entry.unknown.set(Gap::content, !draft.device);
        if (!draft.issuer.empty()) device.entry.unknown.set(Gap::revocation);
        set_registration(device.entry, draft, id);
        found_.add(std::move(device));
    }
}

void AwsCertificates::settle_things() {
    std::map<std::string, std::uint32_t> places;
    for (const auto& [id, draft] : devices_)
        places.emplace(id, static_cast<std::uint32_t>(places.size()));
    auto& inventory = account_.inventory;
    for (auto& [name, thing] : things_) {
        thing.name = name;
        for (const auto& id : principals_[name]) {
            const auto place = places.find(id);
            if (place == places.end()) continue;  // a principal that is no certificate of ours
            thing.certificates.push_back(place->second);
            inventory.certificates[place->second].things.push_back(
                static_cast<std::uint32_t>(inventory.things.size()));
        }
        std::ranges::sort(thing.certificates);
        inventory.things.push_back(std::move(thing));
    }
}

void AwsCertificates::settle(AwsAddress& address) {
    for (const auto* drafts : {&devices_, &cas_}) {
        account_.counts.met += drafts->size();
        for (const auto& [id, draft] : *drafts) address.look_at(draft.arn);
    }
    settle_cas();
    settle_devices();
    found_.settle(account_, request_.threads);
    settle_things();
    auto& unknown = account_.inventory.unknown;
    if (!are_devices_told_) unknown.add(Part::certificates);
    if (!are_cas_told_) unknown.add(Part::ca_certificates);
}

}  // namespace fleet::exports
