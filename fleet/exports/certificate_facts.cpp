#include "fleet/exports/certificate_facts.hpp"

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet::exports {
namespace {

void append(std::string& line, std::string_view key, std::string_view text) {
    line += line.empty() ? "{\"" : ",\"";
    line += key;
    line += "\":";
    append_json_string(line, text);
}

/// A value that is no text.
void append_plain(std::string& line, std::string_view key, std::string_view value) {
    line += ",\"";
    line += key;
    line += "\":";
    line += value;
}

std::string key_algorithm_name(const CertificateView& view) {
    return view.key.algorithm == KeyAlgorithm::other ? dotted(view.key_algorithm)
                                                     : std::string(name_of(view.key.algorithm));
}

/// Hexadecimal digits; a negative one as its magnitude behind a sign, as OpenSSL prints it.
std::string serial_text(const CertificateView& view) {
    if (!view.has_negative_serial) return view.serial.hex();
    auto magnitude = view.serial;
    bool carries = true;  // two's complement: invert, and add one
    for (std::size_t i = magnitude.size; i-- > 0;) {
        auto& byte = magnitude.bytes[i];
        byte = static_cast<std::uint8_t>(~byte + (carries ? 1 : 0));
        carries = carries && byte == 0;
    }
    return '-' + magnitude.hex();
}

}  // namespace

std::string facts_line(std::string_view file, const CertificateView& view,
                       const CertificateId& id) {
    std::string line;
    append(line, "file", file);
    append(line, "id", to_hex(id));
    append(line, "serial", serial_text(view));
    append(line, "subject", to_text(name_of(view.subject)));
    append(line, "issuer", to_text(name_of(view.issuer)));
    append(line, "keyAlgorithm", key_algorithm_name(view));
    append_plain(line, "bits", view.key.bits == 0 ? "null" : std::to_string(view.key.bits));
    if (view.key.curve == KeyCurve::none)
        append_plain(line, "curve", "null");
    else if (view.key.curve == KeyCurve::other)
        append(line, "curve", view.curve.empty() ? "explicit" : dotted(view.curve));
    else
        append(line, "curve", name_of(view.key.curve));
    append(line, "signatureAlgorithm", signature_algorithm_name(view.signature_algorithm));
    append(line, "notBefore", format_time(view.not_before));
    append(line, "notAfter", format_time(view.not_after));
    append_plain(line, "isCa", view.is_ca ? "true" : "false");
    return line += '}';
}

}  // namespace fleet::exports
