#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::SizeIs;

namespace {

Service a_service() {
    return Service(a_fleet().with_device("a", expiring_in(24h)).with_device("b", expired_ago(1h)));
}

}  // namespace

TEST(UpdateCertificate, SetsTheStatusHereAndAsksTheWorldToFollow) {
    auto service = a_service();
    const auto request = [](const std::string& id, const std::string& status) {
        return R"({"certificateId": ")" + id + R"(", "newStatus": ")" + status + "\"}";
    };
    service.answer("UpdateCertificate", request(certificate_id(0), "INACTIVE"));
    EXPECT_EQ(service.inventory.certificates[0].status, fleet::CertificateStatus::inactive);
    ASSERT_THAT(service.requests, SizeIs(1));
    EXPECT_EQ(service.requests[0].kind, fleet::ChangeKind::certificate_status);
    EXPECT_EQ(service.requests[0].subject, certificate_id(0));
    EXPECT_EQ(service.requests[0].value, "INACTIVE");
    const auto code = [&](const std::string& id, const std::string& status) {
        return service.ask("UpdateCertificate", request(id, status)).code;
    };
    EXPECT_EQ(code(certificate_id(9), "INACTIVE"), "ResourceNotFoundException");
    EXPECT_EQ(code(certificate_id(0), "ASLEEP"), "InvalidRequestException");
    EXPECT_EQ(code(certificate_id(0), "PENDING_TRANSFER"), "InvalidRequestException");
    EXPECT_THAT(service.requests, SizeIs(1));
}
