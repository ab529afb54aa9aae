#include "sim/wire/tap_record.hpp"

#include <gtest/gtest.h>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

TapRecord a_record(std::string_view topic) {
    return {.kind = fleet::ObservationKind::denied,
            .reason = fleet::Reason::publish,
            .is_cloud = true,
            .session = 7,
            .wire = 0x7F010203,
            .bytes = 131072,
            .is_resumed = true,
            .written_ns = 1'234'567'890'123,
            .client_id = "pump-1",
            .certificate = "c0ffee",
            .address = "10.0.0.9",
            .topic = topic,
            .payload = "{}"};
}

TEST(TapRecord, ComesBackAsItWasEncoded) {
    const std::string topic(65535, 't');
    std::string bytes;
    encode(a_record(topic), bytes);
    const auto back = decode_record(bytes);
    EXPECT_EQ(back.kind, fleet::ObservationKind::denied);
    EXPECT_EQ(back.reason, fleet::Reason::publish);
    EXPECT_TRUE(back.is_cloud);
    EXPECT_EQ(back.session, 7U);
    EXPECT_EQ(back.wire, 0x7F010203U);
    EXPECT_EQ(back.bytes, 131072U);
    EXPECT_TRUE(back.is_resumed);
    EXPECT_EQ(back.written_ns, 1'234'567'890'123);
    EXPECT_EQ(back.client_id, "pump-1");
    EXPECT_EQ(back.certificate, "c0ffee");
    EXPECT_EQ(back.address, "10.0.0.9");
    EXPECT_EQ(back.topic, topic);
    EXPECT_EQ(back.payload, "{}");
}

TEST(TapRecord, IsRefusedWhereverItIsCutShort) {
    std::string bytes;
    encode(a_record("plant/a"), bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_THROW(decode_record(std::string_view(bytes).substr(0, size)), fleet::Error) << size;
    }
}

TEST(TapRecord, CarriesAPayloadAsLargeAsAnyMessage) {
    const std::string payload(131072, '\x81');
    auto record = a_record("$aws/things/pump-1/defender/metrics/cbor");
    record.payload = payload;
    std::string bytes;
    encode(record, bytes);
    EXPECT_EQ(decode_record(bytes).payload, payload);
}

TEST(TapRecord, IsRefusedWithSomethingBehindIt) {
    std::string bytes;
    encode(a_record("plant/a"), bytes);
    EXPECT_THROW(decode_record(bytes + "x"), fleet::Error);
}

TEST(ControlRecord, ComesBackAsItWasEncoded) {
    std::string bytes;
    encode(ControlRecord{ControlRecord::Kind::change, 0x7F000001, "{}"}, bytes);
    const auto back = decode_control(bytes);
    EXPECT_EQ(back.kind, ControlRecord::Kind::change);
    EXPECT_EQ(back.wire, 0x7F000001U);
    EXPECT_EQ(back.text, "{}");
    EXPECT_THROW(decode_control("abc"), fleet::Error);
}

}  // namespace
}  // namespace sim
