#include "fleet/base/bytes.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "fleet/base/error.hpp"

using namespace fleet;

namespace {

std::string bytes_of(std::uint64_t number) {
    std::string bytes;
    append_varint(bytes, number);
    return bytes;
}

}  // namespace

TEST(Bytes, ASmallNumberIsOneByte) {
    EXPECT_EQ(bytes_of(0), std::string(1, '\0'));
    EXPECT_EQ(bytes_of(127), "\x7F");
    EXPECT_EQ(bytes_of(128).size(), 2U);
    EXPECT_EQ(bytes_of(std::numeric_limits<std::uint64_t>::max()).size(), 10U);
}

TEST(Bytes, AreReadAsTheyWereWritten) {
    std::string bytes;
    const std::uint64_t numbers[] = {0,     1,          127,           128,
                                     16383, 0xFFFFFFFF, 0x7FFFFFFFFFF, ~std::uint64_t{0}};
    for (const auto number : numbers) append_varint(bytes, number);
    ByteReader reader(bytes, "test");
    for (const auto number : numbers) EXPECT_EQ(reader.varint(), number);
    EXPECT_TRUE(reader.is_at_end());
}

TEST(Bytes, ThatEndEarlyAreRefused) {
    const auto bytes = bytes_of(1'000'000);
    ByteReader reader(std::string_view(bytes).substr(0, bytes.size() - 1), "test");
    EXPECT_THROW(reader.varint(), Error);
    ByteReader empty("", "test");
    EXPECT_THROW(empty.varint(), Error);
    ByteReader short_text("abc", "test");
    EXPECT_THROW(short_text.text(4), Error);
    EXPECT_EQ(short_text.text(3), "abc");
}

TEST(Bytes, OfANumberBeyondSixtyFourBitsAreRefused) {
    const std::string too_long(10, '\xFF');
    ByteReader reader(too_long, "test");
    EXPECT_THROW(reader.varint(), Error);
}

TEST(Bytes, ANumberHasItsBound) {
    const auto bytes = bytes_of(300);
    EXPECT_EQ(ByteReader(bytes, "test").number(300), 300U);
    ByteReader reader(bytes, "a file");
    try {
        reader.number(299);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 18), "a file: is damaged");
    }
}
