#include "sim/wire/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fleet/base/error.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

/// TMPDIR is a folder of the test's own.
class SystemFolder : public testing::Test {
  protected:
    SystemFolder() {
        if (const char* given = getenv("TMPDIR")) before = given;
        setenv("TMPDIR", place.path().c_str(), 1);
    }
    ~SystemFolder() override {
        if (before.empty())
            unsetenv("TMPDIR");
        else
            setenv("TMPDIR", before.c_str(), 1);
    }

    support::TemporaryFolder place;
    std::string before;
};

}  // namespace

TEST_F(SystemFolder, IsMadeForItsOwnerAndGoesWithIt) {
    {
        const sim::TemporaryFolder made("fleetdrill-broker-");
        EXPECT_EQ(fs::status(made.path()).permissions(), fs::perms::owner_all);
        EXPECT_EQ(made.path().parent_path(), place.path());
    }
    EXPECT_TRUE(fs::is_empty(place.path()));
}

TEST_F(SystemFolder, SweepsAwayWhatKilledProcessesLeftAndNothingElse) {
    const pid_t gone = fork();
    if (gone == 0) _exit(0);
    waitpid(gone, nullptr, 0);
    const auto left = "fleetdrill-broker-" + std::to_string(gone) + "-abcdef";
    const auto used = "fleetdrill-broker-" + std::to_string(getppid()) + "-abcdef";
    const auto others = "fleetdrill-broker-" + std::to_string(gone);
    for (const auto& name : {left, used, others}) place.write(name + "/broker.key", "secret");
    const sim::TemporaryFolder made("fleetdrill-broker-");
    EXPECT_FALSE(fs::exists(place / left));
    EXPECT_TRUE(fs::exists(place / used)) << "its process lives";
    EXPECT_TRUE(fs::exists(place / others)) << "the name is another's";
}

TEST_F(SystemFolder, ThatIsNotThereIsNamed) {
    setenv("TMPDIR", "/nonexistent", 1);
    try {
        const sim::TemporaryFolder made("fleetdrill-broker-");
        ADD_FAILURE() << "made " << made.path();
    } catch (const fleet::Error& error) {
        EXPECT_STREQ(error.what(),
                     "there is no folder for temporary files: TMPDIR is /nonexistent");
    }
}
