// What policy documents grant, taken together, as far as an auditor can tell from their text: whom
// they are attached to and what their conditions would say at run time it does not know
// (docs/audit-semantics §3.11).
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/policy_text.hpp"
#include "fleet/inventory.hpp"
#include "fleet/policy.hpp"

namespace engine {

/// A statement made ready for questions.
struct GrantStatement {
    bool is_allow = false;
    bool is_not_action = false;
    bool is_not_resource = false;
    bool is_conditional = false;
    bool wants_attached_thing = false;      // it holds for a thing's own client id only
    std::vector<std::string> action_names;  // as written
    std::vector<PolicyText> actions;        // lower-case
    std::vector<PolicyText> resources;

    explicit GrantStatement(const fleet::PolicyStatement& statement);
    /// Does it speak of the action, in whatever spelling of its letters?
    bool names(std::string_view action) const;
};

class Grants {
  public:
    /// `account` must outlive it.
    Grants(std::span<const fleet::PolicyDocument> documents, const fleet::Account& account);

    /// Is the action allowed, and not taken back, on a resource of the type whose rest – what
    /// stands behind the type – the question affirms? An unconditional Deny takes back what it
    /// covers whole.
    using Question = std::function<bool(const PolicyText& rest, const GrantStatement& statement)>;
    bool allow(std::string_view action, std::string_view type, const Question& question) const;
    /// Is it allowed on any resource of the IoT service?
    bool allow(std::string_view action) const;

    /// Prefixes of the services of which anything is allowed; "*" when it is of all services.
    std::set<std::string> services() const;
    /// Is anything of the service allowed, or everything of it?
    bool allow_some_of(std::string_view service) const;
    bool allow_all_of(std::string_view service) const;
    /// The IoT actions that are allowed by their whole name, as written.
    std::vector<std::string> named_iot_actions() const;

    const std::vector<GrantStatement>& statements() const { return statements_; }

  private:
    bool is_taken_back(std::string_view action, std::string_view type, const PolicyText& resource,
                       const Question& question) const;
    bool is_taken_back(const PolicyText& actions, const PolicyText& resource) const;
    bool is_spared(const PolicyText& actions, const GrantStatement& statement) const;
    bool any_resource(const GrantStatement& statement,
                      const std::function<bool(const PolicyText&)>& question) const;

    const fleet::Account& account_;
    std::vector<GrantStatement> statements_;
};

/// The data-plane actions that are allowed broadly: on every device's things, client ids or
/// reserved topics (docs/audit-semantics §3.11), in the order in which findings name them.
std::vector<std::string> broad_data_plane_actions(const Grants& grants);
/// Does the text begin with a wildcard, so that nothing bounds what it stands for?
bool is_unbounded(const PolicyText& rest);

/// "[iot:Subscribe, iot:Connect]"; of a long list the beginning and how many more there are.
std::string listed(const std::vector<std::string>& actions);

}  // namespace engine
