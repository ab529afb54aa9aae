#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto list = "ListRelatedResourcesForAuditFinding";
constexpr auto conflicting = "CONFLICTING_CLIENT_IDS_CHECK";

/// Client "a" displaces itself twelve times.
TrafficBuilder restless(const FleetBuilder& fleet) {
    TrafficBuilder traffic(fleet.inventory());
    for (int i = 0; i < 12; ++i)
        traffic.session("a", 0, -60min + i * 1min, -59min + i * 1min,
                        fleet::Reason::duplicate_client_id);
    return traffic;
}

struct Audited : Service {
    Audited() : Service(a_fleet().with_device("a"), restless(a_fleet().with_device("a"))) {
        enable({conflicting}).start({conflicting});
        wait(1s);
    }
};

}  // namespace

TEST(ListRelatedResourcesForAuditFinding, PagesThroughAllWhereTheFindingHoldsTen) {
    Audited service;
    const auto id = service.findings().audit_findings.at(0).finding_id;
    const auto of = R"({"findingId": ")" + id + "\"";
    EXPECT_THAT(service.answer("DescribeAuditFinding", of + "}")["finding"]["relatedResources"],
                SizeIs(10));
    const auto all = service.answer(list, of + "}")["relatedResources"];
    ASSERT_THAT(all, SizeIs(12));
    EXPECT_EQ(all[0]["resourceType"], "DEVICE_CERTIFICATE");
    EXPECT_GT(all[0]["additionalInfo"]["DISCONNECTION_TIME"],
              all[11]["additionalInfo"]["DISCONNECTION_TIME"]);
    const auto page = service.answer(list, of + R"(, "maxResults": 11})");
    const auto rest = service.answer(
        list, of + R"(, "maxResults": 11, "nextToken": ")" + page.value("nextToken", "") + "\"}");
    EXPECT_EQ(rest["relatedResources"], fleet::Json::array({all[11]}));
    EXPECT_FALSE(rest.contains("nextToken"));
}

TEST(ListRelatedResourcesForAuditFinding, RefusesFindingsThatAreNone) {
    Audited service;
    EXPECT_EQ(service.code(list, R"({"findingId": "0123"})"), "ResourceNotFoundException");
    EXPECT_EQ(service.code(list, R"({"findingId": "#"})"), "InvalidRequestException");
    EXPECT_THAT(service.ask(list, "{}").message, HasSubstr("required"));
}
