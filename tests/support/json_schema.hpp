// A small validator for the part of JSON Schema (draft 2020-12) that our own schemas use, so that
// tests can hold schema and loader together without a further dependency.
#pragma once

#include <string>

#include "fleet/base/json.hpp"

namespace support {

/// The first violation in words, with its JSON path; empty when `value` is valid. A keyword it does
/// not know is a violation too.
std::string violation_of(const fleet::Json& value, const fleet::Json& schema,
                         const std::string& path = "");

}  // namespace support
