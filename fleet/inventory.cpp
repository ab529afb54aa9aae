#include "fleet/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fleet/base/text.hpp"

namespace fleet {

std::string_view name_of(Part part) {
    static constexpr std::array<std::string_view, 10> names{
        "the account's device certificates",
        "the account's CA certificates",
        "every revocation list",
        "Debian's weak keys",
        "the account's policies",
        "the account's role aliases",
        "every IAM role",
        "the account's identity pools",
        "the account's logging options",
        "who was connected in the time that the audit looks at"};
    return names[static_cast<std::size_t>(part)];
}

std::string Inventory::arn(std::string_view tail) const {
    return fmt::format("arn:aws:iot:{}:{}:{}", account.region, account.id, tail);
}

std::string Inventory::role_arn(std::string_view role) const {
    return fmt::format("arn:aws:iam::{}:role/{}", account.id, role);
}

std::string identity_pool_id(const Account& account, const std::string& name) {
    const auto id = stable_id(std::vector<std::string>{account.id, "identity pool", name});
    const std::string_view digits = id;
    return fmt::format("{}:{}-{}-{}-{}-{}", account.region, digits.substr(0, 8),
                       digits.substr(8, 4), digits.substr(12, 4), digits.substr(16, 4),
                       digits.substr(20));
}

const Role* Inventory::role_of(std::string_view arn) const {
    const auto found =
        std::ranges::find_if(roles, [&](const Role& role) { return role_arn(role.name) == arn; });
    return found == roles.end() ? nullptr : &*found;
}

std::vector<std::string_view> Inventory::documents_of(const Role& role) const {
    std::vector<std::string_view> documents(role.documents.begin(), role.documents.end());
    for (const auto policy : role.managed_policies)
        documents.emplace_back(managed_policies.at(policy).document);
    return documents;
}

}  // namespace fleet
