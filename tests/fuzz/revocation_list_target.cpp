#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/pki/read.hpp"
#include "fleet/revocation_set.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void revocation_list(Input input) {
    std::string why;
    const auto list = fleet::read_revocation_list(input, &why);
    fleet::require(list.has_value() == why.empty(), "a refusal has a reason");
    if (!list) return;
    fleet::require(std::ranges::is_sorted(list->revoked), "serials ascend");
    const fleet::RevocationSet set(list->revoked);
    for (const auto& serial : list->revoked)
        fleet::require(set.contains(serial), "what is on the list is found on it");
}

}  // namespace fuzz
