// What each variable stands for, and when it stands for nothing (docs/policy-semantics §4).
#include "fleet/policy_variables.hpp"

#include <algorithm>

namespace fleet {
namespace {

using Kind = PolicyVariable::Kind;

constexpr std::size_t certificate_value_characters_max = 1024;

struct NamedKind {
    std::string_view name;
    Kind kind;
};
constexpr std::array<NamedKind, 8> whole_names{{
    {"iot:ClientId", Kind::client_id},
    {"iot:CertificateId", Kind::certificate_id},
    {"aws:SourceIp", Kind::source_ip},
    {"iot:Connection.Thing.ThingName", Kind::thing_name},
    {"iot:Connection.Thing.ThingTypeName", Kind::thing_type_name},
    {"iot:Connection.Thing.IsAttached", Kind::thing_is_attached},
    {"iot:ConnectAttributes", Kind::connect_attributes},
    {"iot:LastWillTopic", Kind::last_will_topic},
}};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Cuts `prefix` off the front of `text`; nullopt when it does not stand there.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (text.size() < prefix.size()) return std::nullopt;
    if (!equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

/// "CommonName", "CommonName.1", "CommonName.List".
PolicyVariable field_of_name(Kind kind, std::string_view text) {
    const auto dot = text.find('.');
    PolicyVariable variable{.kind = kind, .name = std::string(text.substr(0, dot))};
    if (dot == std::string_view::npos) return variable;
    const auto suffix = text.substr(dot + 1);
    if (equals_ignoring_case(suffix, "List")) {
        variable.is_list = true;
    } else if (suffix.size() == 1 && suffix[0] >= '0' && suffix[0] <= '9') {
        variable.index = static_cast<std::uint8_t>(suffix[0] - '0');
    } else {
        return {};
    }
    return variable;
}

/// A longer value is as if it were not there (§4.5). Characters, not bytes.
bool is_short_enough(std::string_view value) {
    const auto is_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return value.size() <= certificate_value_characters_max ||
           std::count_if(value.begin(), value.end(), is_character) <=
               static_cast<std::ptrdiff_t>(certificate_value_characters_max);
}

PolicyValues values_in(const DistinguishedName* name, const PolicyVariable& variable) {
    PolicyValues values;
    if (name == nullptr) return values;
    std::size_t position = 0;
    for (const auto& [field, value] : *name) {
        if (!equals_ignoring_case(field, variable.name)) continue;
        const bool is_asked = variable.is_list || position == variable.index;
        if (is_asked && is_short_enough(value)) values.add(value);
        if (++position == PolicyValues::count_max) break;
    }
    return values;
}

bool is_thing_known(const Requester& requester) {
    return requester.thing_is_attached && requester.thing_name == requester.client_id;
}

PolicyValues values_of_thing(const PolicyVariable& variable, const Requester& requester) {
    PolicyValues values;
    if (!is_thing_known(requester)) return values;
    if (variable.kind == Kind::thing_name) {
        values.add(requester.thing_name);
    } else if (variable.kind == Kind::thing_is_attached) {
        values.add("true");
    } else if (variable.kind == Kind::thing_type_name) {
        if (!requester.thing_type_name.empty()) values.add(requester.thing_type_name);
    } else if (requester.thing_attributes != nullptr) {
        for (const auto& [name, value] : *requester.thing_attributes)
            if (name == variable.name) values.add(value);
    }
    return values;
}

PolicyValues values_if_known(std::string_view value) {
    PolicyValues values;
    if (!value.empty()) values.add(value);
    return values;
}

/// The value that may stand for ${…}. The two names that nearly every policy uses are answered
/// first, for this is asked at every publish.
std::optional<std::string_view> one_value(const PolicyVariable& variable,
                                          const Requester& requester) {
    if (variable.kind == Kind::thing_name)
        return is_thing_known(requester) ? std::optional(requester.thing_name) : std::nullopt;
    if (variable.kind == Kind::client_id)
        return requester.client_id.empty() ? std::nullopt : std::optional(requester.client_id);
    if (variable.is_list || variable.kind == Kind::connect_attributes) return std::nullopt;
    const auto values = values_of(variable, requester);
    return values.empty() ? std::nullopt : std::optional(*values.begin());
}

bool is_special(char c) { return c == '*' || c == '$' || c == '+' || c == '?' || c == '#'; }

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

PolicyVariable policy_variable(std::string_view name) {
    for (const auto& known : whole_names)
        if (equals_ignoring_case(name, known.name)) return {.kind = known.kind};
    if (const auto field = after(name, "iot:Certificate.Subject."))
        return field_of_name(Kind::subject, *field);
    if (const auto field = after(name, "iot:Certificate.Issuer."))
        return field_of_name(Kind::issuer, *field);
    const auto attribute = after(name, "iot:Connection.Thing.Attributes[");
    if (attribute && attribute->size() > 1 && attribute->ends_with(']'))
        return {.kind = Kind::thing_attribute,
                .name = std::string(attribute->substr(0, attribute->size() - 1))};
    return {};
}

PolicyValues values_of(const PolicyVariable& variable, const Requester& requester) {
    switch (variable.kind) {
        case Kind::client_id:
            return values_if_known(requester.client_id);
        case Kind::certificate_id:
            return values_if_known(requester.certificate_id);
        case Kind::source_ip:
            return values_if_known(requester.source_ip);
        case Kind::last_will_topic:
            return values_if_known(requester.last_will_topic);
        case Kind::subject:
            return values_in(requester.certificate_subject, variable);
        case Kind::issuer:
            return values_in(requester.certificate_issuer, variable);
        case Kind::thing_name:
        case Kind::thing_type_name:
        case Kind::thing_attribute:
        case Kind::thing_is_attached:
            return values_of_thing(variable, requester);
        case Kind::connect_attributes: {
            PolicyValues values;
            for (const auto attribute : requester.connect_attributes) values.add(attribute);
            return values;
        }
        case Kind::unknown:
            break;
    }
    return {};
}

std::optional<std::string_view> substitution(const PolicyVariable& variable,
                                             const Requester& requester) {
    const auto value = one_value(variable, requester);
    // A value that could be read as a pattern, or as an MQTT wildcard, must not widen the policy.
    if (value && std::any_of(value->begin(), value->end(), is_special)) return std::nullopt;
    return value;
}

}  // namespace fleet
