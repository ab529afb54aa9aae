#include "fleet/base/text_form.hpp"

#include <algorithm>

#include "fleet/base/address.hpp"
#include "fleet/base/parameters.hpp"
#include "fleet/base/series.hpp"
#include "fleet/base/text.hpp"

namespace fleet {
namespace {

constexpr std::string_view alphanumeric =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool is_made_of(std::string_view text, std::string_view others, std::size_t longest) {
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [&](char c) {
               return alphanumeric.find(c) != std::string_view::npos ||
                      others.find(c) != std::string_view::npos;
           });
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_any(std::string_view) { return true; }
/// It becomes part of a folder's name: no path, no hidden file, nothing that a terminal obeys.
bool is_scenario_name(std::string_view text) {
    return !text.empty() && text.front() != '.' && text.front() != '-' && text.front() != ' ' &&
           is_made_of(text, " _.-", 128);
}
/// A case is called SCENARIO/CASE.
bool is_scenario_or_case_name(std::string_view text) {
    const auto parts = split(text, '/');
    return parts.size() <= 3 && std::ranges::all_of(parts, is_scenario_name);
}
bool is_name(std::string_view text) { return !text.empty() && is_made_of(text, ":_-", 100); }
bool is_group_name(std::string_view text) { return !text.empty() && is_made_of(text, ":_-", 128); }
bool is_attribute_name(std::string_view text) {
    return !text.empty() && is_made_of(text, "_.,@/:#-", 128);
}
bool is_attribute_value(std::string_view text) { return is_made_of(text, "_.,@/:#-", 800); }
bool is_role_name(std::string_view text) {
    return !text.empty() && is_made_of(text, "_+=,.@-", 64);
}
bool is_role_alias(std::string_view text) {
    return !text.empty() && is_made_of(text, "_=,@-", 128);
}
bool is_iam_policy(std::string_view text) {
    return !text.empty() && is_made_of(text, "_+=,.@-", 128);
}
bool is_service(std::string_view text) {
    return !text.empty() && text.size() <= 63 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
               std::string_view::npos;
}
bool is_identity_pool(std::string_view text) {
    return !text.empty() && is_made_of(text, "_ +=,.@-", 128);
}
bool is_role_arn(std::string_view text) {
    constexpr std::string_view head = "arn:aws:iam::", middle = ":role/";
    if (text.empty()) return true;
    if (!text.starts_with(head) || text.size() < head.size() + 12 + middle.size()) return false;
    text.remove_prefix(head.size());
    return is_digits(text.substr(0, 12)) && text.substr(12).starts_with(middle) &&
           is_role_name(text.substr(12 + middle.size()));
}
bool is_account_id(std::string_view text) { return text.size() == 12 && is_digits(text); }
bool is_region(std::string_view text) {
    const auto parts = split(text, '-');
    const auto is_word = [](std::string_view part) {
        return !part.empty() &&
               part.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
    };
    return parts.size() >= 3 && text.size() <= 30 && parts[0].size() == 2 &&
           std::all_of(parts.begin(), parts.end() - 1, is_word) && parts.back().size() == 1 &&
           is_digits(parts.back());
}
bool is_file(std::string_view text) {
    return !text.empty() && text.size() <= 1'000 && text.find('\0') == std::string_view::npos;
}
bool is_duration(std::string_view text) {
    return parse_duration(text).value_or(Duration{-1}) >= Duration{0} && text.front() != '-';
}
bool is_time_of_day(std::string_view text) {
    return is_duration(text) && *parse_duration(text) <= std::chrono::hours(24);
}
/// Faster than this nobody acts on purpose; it bounds what one slot can hold.
bool is_pace(std::string_view text) {
    const auto duration = parse_duration(text);
    return duration && *duration >= std::chrono::milliseconds(100);
}

/// Of what stands in braces, only the names that are filled in: another would be a slip.
bool has_known_names(std::string_view text) {
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
        text.remove_prefix(open + 1);
        const auto close = text.find('}');
        if (close == std::string_view::npos) return true;
        const auto name = text.substr(0, close);
        if (name != "cohort" && name != "thing") return false;
    }
    return true;
}

bool is_device_topic(std::string_view text) {
    const auto root = text.substr(0, text.find('/'));
    return is_topic_name(text) && has_known_names(text) && root != "$SYS" && root != "$CONTROL" &&
           root != "$share";
}

bool is_positive_duration(std::string_view text) {
    return parse_duration(text).value_or(Duration{0}) > Duration{0};
}
bool is_time(std::string_view text) {
    return !text.empty() && text.front() == '2' && parse_time(text).has_value();
}
bool is_moment(std::string_view text) { return parse_moment(text, {}, {}).has_value(); }

bool is_address(std::string_view text) { return parse_address(text).has_value(); }
bool is_cidr(std::string_view text) {
    return text.find('/') != std::string_view::npos && parse_address_block(text).has_value();
}
bool is_byte_range(std::string_view text) { return parse_byte_range(text).has_value(); }
/// At most 15 digits: exact as a number of JSON.
bool is_count_range(std::string_view text) {
    const auto dots = text.find("..");
    const auto is_count = [](std::string_view part) {
        return is_digits(part) && part.size() <= 15;
    };
    const auto low = text.substr(0, dots);
    if (!is_count(low) || dots == std::string_view::npos) return is_count(low);
    const auto high = text.substr(dots + 2);
    const auto number = [](std::string_view part) { return std::stoull(std::string(part)); };
    return is_count(high) && number(low) <= number(high);
}
/// An address and a port.
bool is_series(std::string_view text) { return parse_series(text).has_value(); }

bool is_peer(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    auto host = text.substr(0, colon);
    const auto port = text.substr(colon + 1);
    const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto address = parse_address(host);
    return address && (is_bracketed || !address->is_v6) && is_digits(port) && port.size() <= 5 &&
           std::stoul(std::string(port)) >= 1 && std::stoul(std::string(port)) <= 65535;
}
bool is_operation(std::string_view text) {
    return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' && is_made_of(text, "", 100);
}

}  // namespace

const TextForm any_text_form{"a text", "", is_any};
const TextForm scenario_name_form{
    "a name of 1 to 128 letters, digits, ' ', '_', '.' or '-', led by a letter, digit or '_'; "
    "behind "
    "'/' that of a case",
    "^[a-zA-Z0-9_][a-zA-Z0-9 _.-]{0,127}(/[a-zA-Z0-9_][a-zA-Z0-9 _.-]{0,127}){0,2}$",
    is_scenario_or_case_name};
const TextForm name_form{"a name of 1 to 100 letters, digits, ':', '_' or '-'",
                         "^[a-zA-Z0-9:_-]{1,100}$", is_name};
const TextForm group_name_form{"a name of 1 to 128 letters, digits, ':', '_' or '-'",
                               "^[a-zA-Z0-9:_-]{1,128}$", is_group_name};
const TextForm attribute_name_form{"an attribute name of 1 to 128 letters, digits or '_.,@/:#-'",
                                   "^[a-zA-Z0-9_.,@/:#-]{1,128}$", is_attribute_name};
const TextForm attribute_value_form{
    "an attribute value of at most 800 letters, digits or '_.,@/:#-'",
    "^[a-zA-Z0-9_.,@/:#-]{0,800}$", is_attribute_value};
const TextForm role_name_form{"a role name of 1 to 64 letters, digits or '_+=,.@-'",
                              "^[a-zA-Z0-9_+=,.@-]{1,64}$", is_role_name};
const TextForm role_alias_form{"a role alias of 1 to 128 letters, digits or '_=,@-'",
                               "^[a-zA-Z0-9_=,@-]{1,128}$", is_role_alias};
const TextForm iam_policy_form{"a policy name of 1 to 128 letters, digits or '_+=,.@-'",
                               "^[a-zA-Z0-9_+=,.@-]{1,128}$", is_iam_policy};
const TextForm service_form{"a service's prefix in actions such as \"dynamodb\"",
                            "^[a-z0-9-]{1,63}$", is_service};
const TextForm identity_pool_form{
    "an identity pool's name of 1 to 128 letters, digits, ' ' or '_+=,.@-'",
    "^[a-zA-Z0-9_ +=,.@-]{1,128}$", is_identity_pool};
const TextForm role_arn_form{
    "a role such as \"arn:aws:iam::123456789012:role/NAME\", or an empty text",
    "^(arn:aws:iam::[0-9]{12}:role/[a-zA-Z0-9_+=,.@-]{1,64})?$", is_role_arn};
const TextForm account_id_form{"an account id of twelve digits", "^[0-9]{12}$", is_account_id};
const TextForm region_form{"a region such as \"us-east-1\"", "^[a-z]{2}(-[a-z]+)+-[0-9]$",
                           is_region};
const TextForm file_form{"the name of a file, relative to the scenario", "^.+$", is_file};
const TextForm duration_form{"a duration such as \"15m\" or \"1h30m\"", "^([0-9]+(ms|s|m|h|d|w))+$",
                             is_duration};
const TextForm positive_duration_form{"a duration above zero such as \"15m\" or \"1h30m\"",
                                      "^(?=.*[1-9])([0-9]+(ms|s|m|h|d|w))+$", is_positive_duration};
const TextForm time_of_day_form{"a time of day from midnight such as \"6h30m\", at most 24h",
                                "^([0-9]+(ms|s|m|h|d|w))+$", is_time_of_day};
const TextForm pace_form{"a duration of at least 100ms such as \"60s\"",
                         "^(?=.*[1-9])([0-9]+(ms|s|m|h|d|w))+$", is_pace};
const TextForm time_form{
    "a time such as \"2018-08-06T00:00:00Z\", years 2000 to 2999",
    "^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5"
    "][0-9](\\.[0-9]{1,3})?Z$",
    is_time};
const TextForm moment_form{
    "a moment such as \"+4h\", \"end\", \"end+2h\" or \"2018-08-06T04:00:00Z\"",
    "^((\\+|-|end\\+|end-)([0-9]+(ms|s|m|h|d|w))+|end|2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12"
    "][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z)$",
    is_moment};
const TextForm address_form{
    "an IPv4 or IPv6 address",
    "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1"
    "-9]?[0-9])){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$",
    is_address};
const TextForm cidr_form{
    "an address range such as \"10.20.0.0/16\"",
    "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1"
    "-9]?[0-9])){3}/(3[0-2]|[12]?[0-9])|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1"
    "-9]?[0-9]))$",
    is_cidr};
const TextForm topic_form{
    "an MQTT topic name without wildcards, not of the broker's own $SYS, $CONTROL, $share; of "
    "names in braces only {cohort} and {thing}",
    "^(?!\\$(SYS|CONTROL|share)(/|$))[^+#]+$", is_device_topic};
const TextForm byte_range_form{"a number of bytes, or a range such as \"100..140\", at most 131072",
                               "^[0-9]{1,6}(\\.\\.[0-9]{1,6})?$", is_byte_range};
const TextForm count_range_form{"a text such as \"1500\" or \"1000..2000\", at most 15 digits",
                                "^[0-9]{1,15}(\\.\\.[0-9]{1,15})?$", is_count_range};
const TextForm series_form{
    "values slot by slot such as \"79x3 80 _x2\": N, NxK for K more of it, N+MxK or N-MxK rising "
    "or "
    "falling, _ or _xK for none",
    "^[0-9x+_ -]+$", is_series};
const TextForm peer_form{"an address and a port such as \"192.0.2.1:8883\"", "^.+:[0-9]{1,5}$",
                         is_peer};
const TextForm operation_form{"the name of an AWS operation such as \"StartOnDemandAuditTask\"",
                              "^[A-Z][a-zA-Z0-9]{0,99}$", is_operation};

std::optional<Time> parse_moment(std::string_view text, Time start, Time end) {
    if (const auto time = parse_time(text)) return is_time(text) ? time : std::nullopt;
    const bool is_from_end = text.starts_with("end");
    if (text == "end") return end;
    if (is_from_end) text.remove_prefix(3);
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-') || !is_duration(text.substr(1)))
        return std::nullopt;
    const auto amount = *parse_duration(text.substr(1));
    return (is_from_end ? end : start) + (text[0] == '-' ? -amount : amount);
}

}  // namespace fleet
