// Policy documents as an account stores them: they may be anything. One that cannot be read is a
// result here, told in the check's message (docs/audit-semantics §3.19); so is one that an export
// does not hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/check_result.hpp"
#include "engine/audit/grants.hpp"
#include "fleet/inventory.hpp"

namespace engine {

/// What a check could not read of the documents it was to judge.
class Unreadable {
  public:
    void add(std::string problem) { problems_.push_back(std::move(problem)); }
    /// Nothing tells this of the account: what depends on it could not be judged.
    void lack(std::string what) { lacking_.push_back(std::move(what)); }
    /// Tells the result: how many documents could not be judged and why the first, and what was not
    /// known.
    void tell(CheckResult& result) const;

  private:
    std::vector<std::string> problems_;
    std::vector<std::string> lacking_;
};

/// The role behind something; nullptr when the account has none, or – then told – when nobody knows
/// whether it has.
const fleet::Role* role_to_judge(const fleet::Inventory& inventory, const std::string& arn,
                                 Unreadable& unreadable);

/// What a policy's version in force grants; nullopt, and told, when it cannot be read.
std::optional<Grants> grants_of(const fleet::Policy& policy, const fleet::Account& account,
                                Unreadable& unreadable);
/// What a role's documents grant together, without those that cannot be read.
Grants grants_of(const fleet::Role& role, const fleet::Inventory& inventory,
                 Unreadable& unreadable);

}  // namespace engine
