// 192.168.100.14/24 is one address to whoever wrote it and 256 to whoever reads it.
#include <fmt/format.h>

#include "engine/detect/cidr.hpp"
#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    for (const auto& cidr : behavior.texts("cidrs")) {
        const auto slash = cidr.find('/');
        const auto block = parse_cidr(cidr);
        if (slash == std::string::npos || !block) continue;
        const auto address = parse_address(cidr.substr(0, slash));
        if (!address || *address == block->first) continue;
        return LintRemark{
            .path = "criteria.value.cidrs",
            .message = fmt::format("{} names an address and means its whole block of {} bits", cidr,
                                   cidr.substr(slash + 1)),
            .fix = fmt::format("write the block's first address before {}, or {} alone for the one "
                               "address",
                               cidr.substr(slash), cidr.substr(0, slash))};
    }
    return std::nullopt;
}

}  // namespace

extern const Lint host_bits_in_block;
constinit const Lint host_bits_in_block{
    .name = "host-bits-in-block",
    .story =
        "AWS takes a block whose address has bits beyond the mask, and ignores those bits. "
        "Either the address or the mask was not meant.",
    .example = R"({"name": "From", "metric": "aws:source-ip-address",
 "criteria": {"comparisonOperator": "in-cidr-set", "value": {"cidrs": ["192.168.100.14/24"]}}})",
    .fix = R"({"name": "From", "metric": "aws:source-ip-address",
 "criteria": {"comparisonOperator": "in-cidr-set", "value": {"cidrs": ["192.168.100.0/24"]}}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
