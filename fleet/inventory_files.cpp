// The folder of an inventory: which file holds what.
#include "fleet/inventory_files.hpp"

#include <nlohmann/json.hpp>

namespace fleet {

void save_inventory(const Inventory& inventory, const std::filesystem::path& folder) {
    write_file(folder / "account.json", to_text(account_json(inventory)));
    write_file(folder / "logging.json", to_text(logging_json(inventory)));
    write_file(folder / "ca-certificates.json", to_text(ca_certificates_json(inventory)));
    write_file(folder / "issuer-certificates.json", to_text(issuer_certificates_json(inventory)));
    write_file(folder / "revocation-lists.json", to_text(revocation_lists_json(inventory)));
    write_file(folder / "thing-groups.json", to_text(thing_groups_json(inventory)));
    write_file(folder / "policies.json", to_text(policies_json(inventory)));
    write_file(folder / "roles.json", to_text(roles_json(inventory)));
    write_file(folder / "role-aliases.json", to_text(role_aliases_json(inventory)));
    write_file(folder / "identity-pools.json", to_text(identity_pools_json(inventory)));
    write_things(inventory, folder / "things.jsonl");
    write_certificates(inventory, folder / "certificates.jsonl");
}

Inventory load_inventory(const std::filesystem::path& folder) {
    Problems problems;
    auto inventory = read_inventory(folder, problems);
    problems.raise_if_any();
    return inventory;
}

}  // namespace fleet
