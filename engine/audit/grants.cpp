#include "engine/audit/grants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/iot_actions.hpp"
#include "fleet/base/text.hpp"
#include "fleet/policy_variables.hpp"

namespace engine {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return result;
}

const PolicyText& everything() {
    static const PolicyText text = policy_text("*");
    return text;
}

/// Only a Bool that must be there and true ties a client id to its thing.
bool is_attachment(const fleet::PolicyCondition& condition) {
    using Quantifier = fleet::PolicyCondition::Quantifier;
    return condition.operation == "Bool" && !condition.if_exists &&
           condition.quantifier != Quantifier::for_all_values &&
           fleet::equals_ignoring_case(condition.key, "iot:Connection.Thing.IsAttached") &&
           !condition.values.empty() &&
           std::ranges::all_of(condition.values, [](const std::string& value) {
               return fleet::equals_ignoring_case(value, "true");
           });
}

/// The service that an action pattern speaks of; "*" when a wildcard stands in its place.
std::string service_of(std::string_view action) {
    const auto colon = action.find(':');
    const auto service = action.substr(0, colon);
    if (colon == std::string_view::npos || service.find_first_of("*?") != std::string_view::npos)
        return "*";
    return lower(service);
}

PolicyText all_of(std::string_view service) { return policy_text(lower(service) + ":*"); }

bool any_covers(const std::vector<PolicyText>& wide, const PolicyText& narrow) {
    return std::ranges::any_of(wide, [&](const auto& one) { return covers(one, narrow); });
}

}  // namespace

GrantStatement::GrantStatement(const fleet::PolicyStatement& statement)
    : is_allow(statement.is_allow),
      is_not_action(statement.is_not_action),
      is_not_resource(statement.is_not_resource),
      is_conditional(!statement.conditions.empty()),
      wants_attached_thing(std::ranges::any_of(statement.conditions, is_attachment)),
      action_names(statement.actions) {
    for (const auto& action : statement.actions) actions.push_back(policy_text(lower(action)));
    for (const auto& resource : statement.resources) resources.push_back(policy_text(resource));
}

bool GrantStatement::names(std::string_view action) const {
    return any_covers(actions, policy_text(lower(action))) != is_not_action;
}

Grants::Grants(std::span<const fleet::PolicyDocument> documents, const fleet::Account& account)
    : account_(account) {
    for (const auto& document : documents)
        for (const auto& statement : document.statements) statements_.emplace_back(statement);
}

/// What a statement allows it on; a NotResource leaves more than it takes, and counts as
/// everything.
bool Grants::any_resource(const GrantStatement& statement,
                          const std::function<bool(const PolicyText&)>& question) const {
    if (statement.is_not_resource) return question(everything());
    return std::ranges::any_of(statement.resources, question);
}

bool Grants::allow(std::string_view action, std::string_view type, const Question& question) const {
    return std::ranges::any_of(statements_, [&](const GrantStatement& statement) {
        if (!statement.is_allow || !statement.names(action)) return false;
        return any_resource(statement, [&](const PolicyText& resource) {
            const auto rests = resource_rests(resource, type);
            return std::ranges::any_of(
                       rests, [&](const auto& rest) { return question(rest, statement); }) &&
                   !is_taken_back(action, type, resource, question);
        });
    });
}

bool Grants::allow(std::string_view action) const {
    return allow(action, "", [](const PolicyText&, const GrantStatement&) { return true; });
}

bool Grants::is_taken_back(std::string_view action, std::string_view type,
                           const PolicyText& resource, const Question& question) const {
    const auto is_denied = [&](const GrantStatement& deny) {
        if (deny.is_allow || deny.is_conditional || !deny.names(action)) return false;
        if (deny.is_not_resource) {
            // What it spares is left.
            return std::ranges::none_of(deny.resources, [&](const PolicyText& spared) {
                const auto rests = resource_rests(spared, type);
                return std::ranges::any_of(rests,
                                           [&](const auto& rest) { return question(rest, deny); });
            });
        }
        return std::ranges::any_of(deny.resources, [&](const PolicyText& denied) {
            if (covers(denied, resource)) return true;
            const auto wide = resource_rests(denied, type, &account_);
            const auto rests = resource_rests(resource, type);
            return !rests.empty() && std::ranges::all_of(rests, [&](const auto& rest) {
                return any_covers(wide, rest);
            });
        });
    };
    return std::ranges::any_of(statements_, is_denied);
}

/// Does the Deny spare the actions, whole or in part?
bool Grants::is_spared(const PolicyText& actions, const GrantStatement& deny) const {
    if (!deny.is_not_action) return !any_covers(deny.actions, actions);
    return std::ranges::any_of(
        deny.actions, [&](const auto& spared) { return meet(spared, actions).has_value(); });
}

bool Grants::is_taken_back(const PolicyText& actions, const PolicyText& resource) const {
    return std::ranges::any_of(statements_, [&](const GrantStatement& deny) {
        return !deny.is_allow && !deny.is_conditional && !deny.is_not_resource &&
               !is_spared(actions, deny) && any_covers(deny.resources, resource);
    });
}

std::set<std::string> Grants::services() const {
    std::set<std::string> services;
    for (const auto& statement : statements_) {
        if (!statement.is_allow) continue;
        const auto add = [&](const std::string& service, const PolicyText& actions) {
            if (any_resource(statement, [&](const PolicyText& resource) {
                    return !is_taken_back(actions, resource);
                }))
                services.insert(service);
        };
        if (statement.is_not_action) {
            add("*", everything());
            continue;
        }
        for (std::size_t i = 0; i < statement.actions.size(); ++i)
            add(service_of(statement.action_names[i]), statement.actions[i]);
    }
    return services;
}

bool Grants::allow_some_of(std::string_view service) const {
    const auto all = all_of(service);
    return std::ranges::any_of(statements_, [&](const GrantStatement& statement) {
        if (!statement.is_allow) return false;
        const auto stands = [&](const PolicyText& actions) {
            return any_resource(statement, [&](const PolicyText& resource) {
                return !is_taken_back(actions, resource) && !is_taken_back(all, resource);
            });
        };
        if (statement.is_not_action) return !any_covers(statement.actions, all) && stands(all);
        return std::ranges::any_of(statement.actions, [&](const PolicyText& actions) {
            return meet(actions, all).has_value() && stands(actions);
        });
    });
}

bool Grants::allow_all_of(std::string_view service) const {
    const auto all = all_of(service);
    return std::ranges::any_of(statements_, [&](const GrantStatement& statement) {
        if (!statement.is_allow) return false;
        const bool is_whole = statement.is_not_action
                                  ? std::ranges::none_of(statement.actions,
                                                         [&](const PolicyText& excepted) {
                                                             return meet(excepted, all).has_value();
                                                         })
                                  : any_covers(statement.actions, all);
        return is_whole && any_resource(statement, [&](const PolicyText& resource) {
                   return !is_taken_back(all, resource);
               });
    });
}

std::vector<std::string> Grants::named_iot_actions() const {
    std::vector<std::string> found;
    for (const auto& statement : statements_) {
        if (!statement.is_allow || statement.is_not_action) continue;
        for (const auto& name : statement.action_names) {
            const bool is_whole = name.find_first_of("*?") == std::string::npos;
            if (is_whole && service_of(name) == "iot" && allow(name)) found.push_back(name);
        }
    }
    return found;
}

std::string listed(const std::vector<std::string>& actions) {
    constexpr std::size_t shown_max = 12;
    if (actions.size() <= shown_max) return fmt::format("[{}]", fleet::join(actions, ", "));
    const std::vector<std::string> shown(actions.begin(), actions.begin() + shown_max);
    return fmt::format("[{} and {} more]", fleet::join(shown, ", "), actions.size() - shown_max);
}

}  // namespace engine
