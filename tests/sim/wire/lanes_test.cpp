#include "sim/wire/lanes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "fleet/base/error.hpp"

using namespace sim;
using testing::ElementsAre;
using testing::HasSubstr;
using Actors = std::vector<std::uint32_t>;

namespace {

/// Everybody for himself.
Actors alone(std::uint32_t count) {
    Actors troupes(count);
    std::iota(troupes.begin(), troupes.end(), 0U);
    return troupes;
}

}  // namespace

TEST(Lanes, OneHoldsAsManyAsFit) {
    EXPECT_THAT(share_out(alone(4), 3, 3), ElementsAre(Actors{0, 1, 2}));
}

TEST(Lanes, OneMoreTakesASecondAndBothHaveTheirShare) {
    EXPECT_THAT(share_out(alone(5), 4, 3), ElementsAre(Actors{0, 2}, Actors{1, 3}));
}

TEST(Lanes, WhoMayMeetStaysTogether) {
    //                     0  1  2  3  4  5  cloud
    const Actors troupes{0, 1, 0, 3, 1, 0, 6};
    EXPECT_THAT(share_out(troupes, 6, 3), ElementsAre(Actors{0, 2, 5}, Actors{1, 3, 4}));
}

TEST(Lanes, ATroupeThatFitsNowhereTakesALaneOfItsOwn) {
    //  two of two, one of two: three lanes of three, though two would hold six alone
    const Actors troupes{0, 0, 2, 2, 4, 4, 6};
    EXPECT_THAT(share_out(troupes, 6, 3), ElementsAre(Actors{0, 1}, Actors{2, 3}, Actors{4, 5}));
}

TEST(Lanes, ATroupeLargerThanALaneIsRefusedWithTheFigures) {
    const Actors troupes{0, 0, 0, 0, 4};
    EXPECT_THAT(share_out(troupes, 4, 4), ElementsAre(Actors{0, 1, 2, 3}));
    try {
        share_out(troupes, 4, 3);
        FAIL() << "four in a lane of three";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("4 clients may meet one another"));
        EXPECT_THAT(error.what(), HasSubstr("holds 3 here"));
        EXPECT_THAT(error.what(), HasSubstr("--transport memory"));
    }
}

TEST(Lanes, WhereNoClientFitsTheLimitIsNamed) {
    try {
        share_out(Actors{0, 1}, 1, 0);
        FAIL() << "one in a lane of none";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("not one client may be held here"));
        EXPECT_THAT(error.what(), HasSubstr("ulimit -Hn"));
    }
}
