#include "engine/audit/check_name.hpp"

#include <gtest/gtest.h>

#include "engine/audit/checks.hpp"

TEST(CheckName, IsItsOwnOrThatOfAnOldSpelling) {
    for (const auto name : engine::aws_check_names()) EXPECT_EQ(engine::check_name_of(name), name);
    EXPECT_EQ(engine::check_name_of("DEVICE_CERT_APPROACHING_EXPIRATION_CHECK"),
              "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    EXPECT_EQ(engine::check_name_of("CA_CERT_APPROACHING_EXPIRATION_CHECK"),
              "CA_CERTIFICATE_EXPIRING_CHECK");
    EXPECT_EQ(engine::check_name_of("REVOKED_CA_CERT_CHECK"),
              "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK");
    EXPECT_EQ(engine::check_name_of("REVOKED_DEVICE_CERT_CHECK"),
              "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK");
    EXPECT_EQ(engine::check_name_of("IOT_POLICY_UNRESTRICTED_CHECK"),
              "IOT_POLICY_OVERLY_PERMISSIVE_CHECK");
    EXPECT_EQ(engine::check_name_of("UNAUTHENTICATED_COGNITO_IDENTITY_UNRESTRICTED_ACCESS_CHECK"),
              "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK");
    EXPECT_EQ(engine::check_name_of("AUTHENTICATED_COGNITO_IDENTITY_UNRESTRICTED_ACCESS_CHECK"),
              "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK");
    EXPECT_EQ(engine::check_name_of("AUTHENTICATE_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"),
              "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK");
}

TEST(CheckName, IsNoneOfWhatTheServiceRefuses) {
    EXPECT_EQ(engine::check_name_of("IOT_POLICY_POTENTIAL_MIS_CONFIGURATION_CHECK"), "");
    EXPECT_EQ(engine::check_name_of("device_certificate_expiring_check"), "");
    EXPECT_EQ(engine::check_name_of(""), "");
}
