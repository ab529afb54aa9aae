// How an inventory lies on disk, piece by piece; what save_inventory and load_inventory are made
// of. The shapes are described in docs/run-files.md.
#pragma once

#include <filesystem>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/inventory.hpp"

namespace fleet {

Json account_json(const Inventory& inventory);
Json logging_json(const Inventory& inventory);
Json ca_certificates_json(const Inventory& inventory);
Json issuer_certificates_json(const Inventory& inventory);
Json revocation_lists_json(const Inventory& inventory);
Json thing_groups_json(const Inventory& inventory);
Json policies_json(const Inventory& inventory);
Json roles_json(const Inventory& inventory);
Json role_aliases_json(const Inventory& inventory);
Json identity_pools_json(const Inventory& inventory);
void write_things(const Inventory& inventory, const std::filesystem::path& file);
void write_certificates(const Inventory& inventory, const std::filesystem::path& file);

/// Reads account.json and what concerns IAM, logging and Cognito.
void read_account(const std::filesystem::path& folder, Inventory& inventory, Problems& problems);
/// Reads a whole folder; what is wrong goes to `problems`.
Inventory read_inventory(const std::filesystem::path& folder, Problems& problems);

}  // namespace fleet
