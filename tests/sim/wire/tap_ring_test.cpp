#include "sim/wire/tap_ring.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

TEST(TapRing, GivesBackWhatWasWrittenInOrder) {
    auto memory = TapMemory::create(4096, 4096);
    auto ring = memory.events();
    EXPECT_TRUE(ring.is_empty());
    ASSERT_TRUE(ring.try_write("one"));
    ASSERT_TRUE(ring.try_write(""));
    ASSERT_TRUE(ring.try_write("three"));
    EXPECT_FALSE(ring.is_empty());
    std::string record;
    ASSERT_TRUE(ring.try_read(record));
    EXPECT_EQ(record, "one");
    ASSERT_TRUE(ring.try_read(record));
    EXPECT_EQ(record, "");
    ASSERT_TRUE(ring.try_read(record));
    EXPECT_EQ(record, "three");
    EXPECT_FALSE(ring.try_read(record));
}

TEST(TapRing, RefusesToWriteExactlyWhenThereIsNoRoom) {
    auto memory = TapMemory::create(32, 32);
    auto ring = memory.events();
    ASSERT_TRUE(ring.try_write(std::string(12, 'a')));  // 16 bytes with its length
    ASSERT_TRUE(ring.try_write(std::string(12, 'b')));
    EXPECT_FALSE(ring.try_write(""));
    std::string record;
    ASSERT_TRUE(ring.try_read(record));
    EXPECT_FALSE(ring.try_write(std::string(13, 'c')));
    EXPECT_TRUE(ring.try_write(std::string(12, 'c')));
}

TEST(TapRing, CarriesRecordsAcrossItsEndWhateverTheirLength) {
    auto memory = TapMemory::create(257, 32);
    auto ring = memory.events();
    std::string record;
    for (std::size_t n = 0; n < 2000; ++n) {
        const std::string text(n % 120, static_cast<char>('a' + n % 26));
        ASSERT_TRUE(ring.try_write(text));
        ASSERT_TRUE(ring.try_read(record));
        ASSERT_EQ(record, text) << n;
    }
}

TEST(TapRing, HoldsATopicOfTheGreatestLength) {
    auto memory = TapMemory::create(1 << 20, 32);
    auto ring = memory.events();
    const std::string topic(65535, 't');
    ASSERT_TRUE(ring.try_write(topic));
    std::string record;
    ASSERT_TRUE(ring.try_read(record));
    EXPECT_EQ(record, topic);
}

TEST(TapRing, MakesItsWriterWaitAndLosesNothing) {
    auto memory = TapMemory::create(512, 32);
    auto ring = memory.events();
    constexpr int count = 20'000;
    std::thread writer([&] {
        auto end = memory.events();
        for (int n = 0; n < count; ++n) end.write(std::to_string(n));
    });
    std::string record;
    for (int n = 0; n < count;) {
        if (!ring.try_read(record)) continue;
        EXPECT_EQ(record, std::to_string(n));
        ++n;
    }
    writer.join();
    EXPECT_TRUE(ring.is_empty());
}

TEST(TapMemory, SharesClockAndRingsWithAnotherProcess) {
    auto memory = TapMemory::create(4096, 4096);
    memory.set_now(fleet::from_epoch_ms(1'533'513'600'000));
    ASSERT_TRUE(memory.control().try_write("listen"));
    const pid_t child = fork();
    if (child == 0) {
        auto inherited = TapMemory::attach(dup(memory.descriptor()));
        std::string told;
        if (!inherited.control().try_read(told)) _exit(1);
        inherited.events().write(told + " at " + fleet::format_time(inherited.now()));
        _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    std::string record;
    ASSERT_TRUE(memory.events().try_read(record));
    EXPECT_EQ(record, "listen at 2018-08-06T00:00:00Z");
    EXPECT_TRUE(memory.control().is_empty());
}

TEST(TapMemory, RefusesADescriptorThatIsNoneOfARun) {
    EXPECT_THROW(TapMemory::attach(-1), fleet::Error);
}

}  // namespace
}  // namespace sim
