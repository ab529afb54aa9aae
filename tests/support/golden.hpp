// Approved outputs: tests/golden/NAME holds what a text must be, byte for byte. With
// UPDATE_GOLDEN=1 in the environment the file is rewritten instead, for a person to review in the
// diff.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "fleet/base/json.hpp"

namespace support {

inline void expect_golden(const std::string& name, std::string_view text) {
    const auto file = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "tests/golden" / name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) return fleet::write_file(file, text);
    ASSERT_TRUE(std::filesystem::exists(file)) << file << " is missing; run with UPDATE_GOLDEN=1";
    EXPECT_EQ(fleet::read_file(file), text) << "differs from " << file;
}

}  // namespace support
