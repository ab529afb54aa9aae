// What a generated fleet and a run have in common: an inventory in our own files, which leaves
// nothing open, and the certificates behind it.
#pragma once

#include "fleet/exports/account_export.hpp"

namespace fleet::exports {

/// Does the folder hold inventory/, as save_inventory writes it?
bool holds_inventory(const std::filesystem::path& folder);
/// The inventory, and the facts of the certificates in pki/ for who wants them. The history is
/// empty yet. Raises Error for revocation lists from elsewhere: the inventory has its own.
AccountExport read_told_inventory(const ExportRequest& request);

}  // namespace fleet::exports
