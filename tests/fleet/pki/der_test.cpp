#include "fleet/pki/der.hpp"

#include <gmock/gmock.h>

#include "fleet/pki/der_writer.hpp"
#include "fleet/pki/oids.hpp"

using namespace fleet;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::string fault_of(const Bytes& bytes) {
    DerFault fault(bytes);
    DerReader(bytes, fault).any("thing");
    return fault.text();
}

std::vector<std::uint8_t> content_of(std::string_view oid) { return {oid.begin(), oid.end()}; }

}  // namespace

TEST(DerReader, RefusesLengthsThatAreNotDer) {
    EXPECT_EQ(fault_of({0x04, 0x01, 0xAA}), "");
    EXPECT_THAT(fault_of({0x04}), HasSubstr("byte 0 (thing): missing or cut off"));
    EXPECT_THAT(fault_of({0x04, 0x02, 0xAA}), HasSubstr("runs past the end"));
    EXPECT_THAT(fault_of({0x04, 0x80, 0x00, 0x00}), HasSubstr("indefinite"));
    EXPECT_THAT(fault_of({0x04, 0x81, 0x01, 0xAA}), HasSubstr("shortest form"));
    EXPECT_THAT(fault_of({0x04, 0x82, 0x00, 0x80}), HasSubstr("shortest form"));
    EXPECT_THAT(fault_of({0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}), HasSubstr("runs past the end"));
    EXPECT_THAT(fault_of({0x04, 0x85, 1, 1, 1, 1, 1}), HasSubstr("runs past the end"));
    EXPECT_THAT(fault_of({0x04, 0x82, 0x01}), HasSubstr("runs past the end"));
    EXPECT_THAT(fault_of({0x1F, 0x20, 0x00}), HasSubstr("more than one byte"));
}

TEST(DerReader, TheFirstFaultSticksAndNothingIsReadAfterIt) {
    const Bytes bytes{0x02, 0x01, 0x05, 0x02, 0x00, 0x02, 0x01, 0x06};
    DerFault fault(bytes);
    DerReader reader(bytes, fault);
    EXPECT_EQ(reader.integer("first").size(), 1U);
    EXPECT_TRUE(reader.integer("second").empty());
    EXPECT_TRUE(reader.integer("third").empty());
    EXPECT_TRUE(reader.at_end());
    EXPECT_THAT(fault.text(), HasSubstr("(second)"));
}

TEST(DerReader, RefusesIntegersAndIdentifiersOutOfForm) {
    const auto is_integer = [](const Bytes& bytes) {
        DerFault fault(bytes);
        DerReader(bytes, fault).integer("n");
        return !fault.exists();
    };
    EXPECT_TRUE(is_integer({0x02, 0x02, 0x00, 0x80}));
    EXPECT_FALSE(is_integer({0x02, 0x02, 0x00, 0x7F}));
    EXPECT_TRUE(is_integer({0x02, 0x02, 0xFF, 0x7F}));
    EXPECT_FALSE(is_integer({0x02, 0x02, 0xFF, 0x80}));
    EXPECT_FALSE(is_integer({0x02, 0x00}));
    const auto is_identifier = [](const Bytes& bytes) {
        DerFault fault(bytes);
        DerReader(bytes, fault).object_identifier("oid");
        return !fault.exists();
    };
    EXPECT_TRUE(is_identifier({0x06, 0x02, 0x88, 0x37}));
    EXPECT_FALSE(is_identifier({0x06, 0x01, 0x88}));
    EXPECT_FALSE(is_identifier({0x06, 0x02, 0x80, 0x01}));
    EXPECT_FALSE(is_identifier({0x06, 0x00}));
}

TEST(DerWriter, WritesLengthsInTheirShortestForm) {
    for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65'535U, 65'536U}) {
        DerWriter writer;
        writer.nest(der::sequence, [&] { writer.element(der::octet_string, Bytes(size, 7)); });
        const auto bytes = writer.take();
        DerFault fault(bytes);
        DerReader reader(bytes, fault);
        EXPECT_EQ(reader.inside(der::sequence, "").take(der::octet_string, "").size(), size);
        reader.expect_end("");
        EXPECT_EQ(fault.text(), "");
    }
}

TEST(DerWriter, IntegersArePositiveAndShort) {
    DerWriter writer;
    writer.integer(0);
    writer.integer(128);
    writer.integer(Bytes{0, 0, 5});
    EXPECT_THAT(writer.take(), ElementsAre(2, 1, 0, 2, 2, 0, 128, 2, 1, 5));
}

TEST(Oids, DottedFormsReadBack) {
    for (const auto* text : {"1.2.840.10045.2.1", "2.999.1", "0.0", "1.39", "2.5.4.3.4294967296"})
        EXPECT_EQ(dotted(content_of(field_oid(text))), text);
    for (const auto* text :
         {"", "1", "3.1", "1.40", "1..2", "1.2.", "1.a", "1.-2", "1.2.99999999999999999999"})
        EXPECT_EQ(field_oid(text), "") << text;
}

TEST(Oids, AnArcTooLongForANumberTurnsHexadecimal) {
    const Bytes uuid{0x69, 0x83, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F};
    EXPECT_EQ(dotted(uuid), "#6983ffffffffffffffff7f");
}
