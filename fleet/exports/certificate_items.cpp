#include "fleet/exports/certificate_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "fleet/base/json.hpp"
#include "fleet/exports/certificate_facts.hpp"
#include "fleet/exports/certificate_scan.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/key_quality.hpp"
#include "fleet/pki/pem_blocks.hpp"

namespace fleet::exports {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";

void read_der(Item& item, const ExportFile& file, const ExportRequest& request) {
    DerFault fault(item.der);
    if (!read_view(item.der, item.view, fault)) {
        item.error = fault.text();
        return;
    }
    judge_key(item.view.key, item.view.modulus, *request.weak_keys);
    item.id = sha256(item.der);
    if (request.on_facts) item.facts = facts_line(file.name, item.view, item.id);
}

void read_blocks(std::string_view text, std::string_view type, const ExportFile& file,
                 const ExportRequest& request, Items& items) {
    PemBlocks blocks(text, type);
    while (const auto block = blocks.next()) {
        auto& item = items.emplace_back();
        if (!block->is_closed) {
            item.error = "the PEM block has no end";
            continue;
        }
        item.der.resize(block->body.size() + 3);
        const auto size = decode_base64(block->body, item.der);
        item.der.resize(size.value_or(0));
        if (size)
            read_der(item, file, request);
        else
            item.error = "the PEM block is no base64";
    }
}

/// A file that is called like a certificate and holds none.
Items none(std::string why) {
    Items items(1);
    items.front().error = std::move(why);
    return items;
}

/// OpenSSL's form of a certificate with trust settings behind it.
void refuse_trusted(std::string_view text, Items& items) {
    PemBlocks blocks(text, "TRUSTED CERTIFICATE");
    while (blocks.next())
        items.emplace_back().error =
            "is a TRUSTED CERTIFICATE, which holds more than one; openssl x509 -in FILE writes it "
            "as a certificate";
}

/// The type of the first PEM block that is neither a key, nor goes with one, nor a list.
std::optional<std::string_view> foreign_type(std::string_view text) {
    static constexpr std::array<std::string_view, 4> known{"KEY", "PARAMETERS", "X509 CRL",
                                                           "CERTIFICATE REQUEST"};
    for (auto at = text.find(begin_mark); at != text.npos; at = text.find(begin_mark, at + 1)) {
        const auto rest = text.substr(at + begin_mark.size());
        const auto type =
            rest.substr(0, rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "));
        if (std::ranges::none_of(known, [&](auto end) { return type.ends_with(end); })) return type;
    }
    return std::nullopt;
}

Items read_text(std::string_view text, const ExportFile& file, const ExportRequest& request) {
    Items items;
    read_blocks(text, "CERTIFICATE", file, request, items);
    read_blocks(text, "X509 CERTIFICATE", file, request, items);
    refuse_trusted(text, items);
    if (!items.empty() || !has_certificate_name(file)) return items;
    const auto type = foreign_type(text);
    return type ? none(fmt::format("holds no certificate, but PEM of type \"{}\"", *type))
                : Items{};
}

}  // namespace

bool has_certificate_name(const ExportFile& file) {
    static constexpr std::array<std::string_view, 5> extensions{".pem", ".crt", ".cer", ".cert",
                                                                ".der"};
    const auto extension = file.extension();
    return std::ranges::find(extensions, extension) != extensions.end() && !has_list_name(file);
}

Items read_small(const ExportFile& file, const ExportRequest& request) {
    std::string text;
    try {
        text = read_file(file.path, small_bytes_max);
    } catch (const Error&) {  // a result here: the others can be read
        return none("cannot be read: no permission, or it is no longer there");
    }
    if (text.find(begin_mark) != std::string::npos) return read_text(text, file, request);
    const bool is_meant = has_certificate_name(file);
    if (!is_meant && file.extension() != "" && file.extension() != ".bin") return {};
    if (text.empty()) return is_meant ? none("is empty") : Items{};
    if (text.front() != '\x30') return is_meant ? none("holds no certificate") : Items{};
    Items items(1);
    auto& item = items.front();
    item.der.assign(text.begin(), text.end());
    read_der(item, file, request);
    if (!item.error.empty() && !is_meant) return {};
    return items;
}

}  // namespace fleet::exports
