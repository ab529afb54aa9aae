// When an action of devices is allowed broadly: the rules are about wildcards that reach every
// device's client id, thing or reserved topics; wildcards below a topic of one's own are usual
// (docs/audit-semantics §3.11).
#include <algorithm>
#include <array>

#include "engine/audit/grants.hpp"
#include "engine/audit/iot_actions.hpp"

namespace engine {
namespace {

using Kind = PolicySign::Kind;

bool is_wildcard(const PolicySign& sign) {
    return sign.kind == Kind::any_run || sign.kind == Kind::any_one;
}
bool is_character(const PolicySign& sign, char32_t value) {
    return sign.kind == Kind::character && sign.character == value;
}

/// ${iot:ClientId} is whatever the client says, so long as nothing ties it to its thing.
bool is_any_client_id(const PolicyText& rest) {
    if (rest.empty()) return false;
    const bool follows_client =
        rest[0].kind == Kind::variable && rest[0].variable == "iot:clientid";
    return follows_client && std::all_of(rest.begin() + 1, rest.end(), [](const auto& sign) {
               return sign.kind == Kind::any_run;
           });
}

/// Does an MQTT wildcard stand in place of the first level: "#", or "+" up to the next slash?
bool begins_with_topic_wildcard(const PolicyText& rest) {
    if (rest.empty()) return false;
    if (is_character(rest[0], U'#')) return true;
    return is_character(rest[0], U'+') &&
           (rest.size() == 1 || is_character(rest[1], U'/') || is_wildcard(rest[1]));
}

template <class Question>
bool any_rest_behind(const PolicyText& text, std::string_view prefix, Question question) {
    return std::ranges::any_of(rests_behind(text, prefix), question);
}

bool is_broad_topic(const PolicyText& rest) {
    return (!rest.empty() && rest[0].kind == Kind::any_run) ||
           any_rest_behind(rest, "$aws/things/", is_unbounded);
}

bool is_broad_filter(const PolicyText& rest) {
    if (is_broad_topic(rest)) return true;
    constexpr std::array<std::string_view, 3> whole{"#", "$aws/#", "$aws/things/#"};
    if (std::ranges::any_of(whole, [&](auto filter) { return covers(rest, policy_text(filter)); }))
        return true;
    const auto is_every_thing = [](const PolicyText& behind) {
        return is_unbounded(behind) || begins_with_topic_wildcard(behind);
    };
    return any_rest_behind(rest, "$aws/things/", is_every_thing) ||
           any_rest_behind(rest, "$aws/+/", is_every_thing);
}

bool is_broad(const DataPlaneAction& action, const PolicyText& rest,
              const GrantStatement& statement) {
    if (action.resource_type == "thing") return is_unbounded(rest);
    if (action.resource_type == "topic") return is_broad_topic(rest);
    if (action.resource_type == "topicfilter") return is_broad_filter(rest);
    return !statement.wants_attached_thing && (is_unbounded(rest) || is_any_client_id(rest));
}

}  // namespace

bool is_unbounded(const PolicyText& rest) { return !rest.empty() && is_wildcard(rest[0]); }

std::vector<std::string> broad_data_plane_actions(const Grants& grants) {
    std::vector<std::string> broad;
    for (const auto& action : data_plane_actions()) {
        const bool is_granted =
            grants.allow(action.name, action.resource_type,
                         [&](const PolicyText& rest, const GrantStatement& statement) {
                             return is_broad(action, rest, statement);
                         });
        if (is_granted) broad.emplace_back(action.name);
    }
    return broad;
}

}  // namespace engine
