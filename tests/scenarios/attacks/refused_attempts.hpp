// Shared by the tests of attacks that knock and are never let in: what the broker saw of it.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

namespace support {

/// The certificate ids shown in refusals for `reason`.
inline std::vector<std::string> refused_certificates(const PlayedScenario& played,
                                                     fleet::Reason reason) {
    std::vector<std::string> ids;
    for (const auto& slice : played.slices) {
        for (const auto& event : slice.observations) {
            if (event.kind != fleet::ObservationKind::refused || event.reason != reason) continue;
            EXPECT_EQ(event.client_id, fleet::no_name);
            ids.emplace_back(played.dictionary.certificates.text(event.certificate_id));
        }
    }
    return ids;
}

/// Expects one attempt in ten seconds over half an hour, every one refused for `reason`, and the
/// devices undisturbed.
inline void expect_knocking(const PlayedScenario& played, fleet::Reason reason) {
    EXPECT_EQ(refused_certificates(played, reason).size(), 180U);
    EXPECT_EQ(played.seen({.kind = fleet::ObservationKind::refused,
                           .from = std::chrono::minutes{10},
                           .until = std::chrono::minutes{40}}),
              180U);
    EXPECT_EQ(played.seen({.kind = fleet::ObservationKind::refused}), 180U);
    EXPECT_EQ(played.seen({.kind = fleet::ObservationKind::connected}), 2U);
    EXPECT_EQ(played.seen({.kind = fleet::ObservationKind::disconnected}), 0U);
}

}  // namespace support
