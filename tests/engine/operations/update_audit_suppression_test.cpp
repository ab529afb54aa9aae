#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto invalid = "InvalidRequestException";

constexpr auto update = "UpdateAuditSuppression";
constexpr auto key = R"("checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                        "resourceIdentifier": {"clientId": "a"})";

std::string with(std::string_view more) { return "{" + std::string(key) + std::string(more) + "}"; }

std::string until(fleet::Time time) {
    return R"(, "expirationDate": )" + fleet::format_epoch_seconds(time);
}

}  // namespace

TEST(UpdateAuditSuppression, ChangesTermAndDescription) {
    Service service(a_fleet());
    service.answer("CreateAuditSuppression", with(until(noon + 1h)));
    service.answer(update, with(R"(, "description": "known")"));
    const auto& stored = service.account.suppressions.at(0);
    EXPECT_EQ(stored.expiration, noon + 1h);
    EXPECT_EQ(stored.description, "known");
    service.answer(update, with(R"(, "suppressIndefinitely": true)"));
    EXPECT_EQ(stored.expiration, std::nullopt);
    service.answer(update, with(until(noon + 2h)));
    EXPECT_EQ(stored.expiration, noon + 2h);
    EXPECT_EQ(stored.description, "known");
    service.answer(update, with(R"(, "suppressIndefinitely": false)"));
    EXPECT_EQ(stored.expiration, noon + 2h);
}

TEST(UpdateAuditSuppression, RefusesWhatIsUnknownOrContradictsItself) {
    Service service(a_fleet());
    EXPECT_EQ(service.code(update, with("")), "ResourceNotFoundException");
    service.answer("CreateAuditSuppression", with(R"(, "suppressIndefinitely": true)"));
    EXPECT_EQ(service.code(update, with(R"(, "suppressIndefinitely": false)")), invalid);
    EXPECT_EQ(service.code(update, with(until(noon))), invalid);
    EXPECT_EQ(service.code(update, with(until(noon + 1h) + R"(, "suppressIndefinitely": true)")),
              invalid);
    EXPECT_EQ(service.code(update, with(R"(, "clientRequestToken": "t")")), invalid);
    EXPECT_EQ(service.account.suppressions.at(0).expiration, std::nullopt);
    EXPECT_EQ(
        service.code(update, R"({"checkName": "X", "resourceIdentifier": {"clientId": "a"}})"),
        invalid);
}
