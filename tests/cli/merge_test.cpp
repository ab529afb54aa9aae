// fleetdrill merge, and shards that are no help to it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// A small scenario, played in three shards.
class Merge : public testing::Test {
  protected:
    Merge() {
        fs::create_directory(folder_.path() / "small");
        fleet::write_file(folder_.path() / "small" / "scenario.json", support::random_scenario(3));
        for (int number = 0; number < 3; ++number)
            shards_.push_back(played(fmt::format("{}/3", number), fmt::format("shard-{}", number)));
    }

    std::string played(const std::string& shard, const std::string& name,
                       const std::string& seed = "3") {
        const auto out = (folder_.path() / name).string();
        const auto outcome = support::fleetdrill({"run", (folder_.path() / "small").string(),
                                                  "--transport", "memory", "--quiet", "--seed",
                                                  seed, "--shard", shard, "--out", out});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return out;
    }

    support::Outcome merged(const std::vector<std::string>& shards) {
        std::vector<std::string> words{"merge", "--quiet", "--out", out().string()};
        words.insert(words.end(), shards.begin(), shards.end());
        return support::fleetdrill(words);
    }

    fs::path out() const { return folder_.path() / "out"; }

    void expect_refused(const std::vector<std::string>& shards, const std::string& words) {
        const auto outcome = merged(shards);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr(words));
        EXPECT_FALSE(fs::exists(out())) << "half a run";
        for (const auto& entry : fs::directory_iterator(folder_.path()))
            EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("part-")));
    }

    support::TemporaryFolder folder_;
    std::vector<std::string> shards_;
};

void alter(const std::string& file, std::streamoff at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(at);
    const auto byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(at);
    stream.put(byte);
}

}  // namespace

TEST_F(Merge, TakesShardsInAnyOrder) {
    const auto outcome = merged({shards_[2], shards_[0], shards_[1]});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(fs::exists(out() / "score.json"));
    EXPECT_FALSE(fs::exists(out() / "shard.json"));
}

TEST_F(Merge, AShardJudgesNothing) {
    for (const auto* file : {"audit", "detect", "score.json", "truth.json", "run.json"})
        EXPECT_FALSE(fs::exists(fs::path(shards_[0]) / file)) << file;
}

TEST_F(Merge, NamesTheShardThatIsMissing) {
    expect_refused({shards_[0], shards_[2]}, "missing: shard 1/3");
}

TEST_F(Merge, NamesTheShardThatStandsTwice) {
    expect_refused({shards_[0], shards_[1], shards_[2], shards_[1]}, "is shard 1/3, as is");
}

TEST_F(Merge, RefusesAnotherSeed) {
    expect_refused({shards_[0], played("1/3", "of-seed-4", "4"), shards_[2]},
                   "is of seed 4, not 3");
}

TEST_F(Merge, RefusesAnotherCount) {
    expect_refused({shards_[0], played("1/2", "of-two"), shards_[2]},
                   "is one of 2 shards, not of 3");
}

TEST_F(Merge, RefusesAnotherVersion) {
    const auto file = fs::path(shards_[1]) / "shard.json";
    auto text = fleet::read_file(file);
    const std::string key = "\"version\": \"";
    text.insert(text.find(key) + key.size(), "9");
    fleet::write_file(file, text);
    expect_refused(shards_, "was made by version 9");
}

TEST_F(Merge, RefusesATruncatedPart) {
    const auto file = fs::path(shards_[1]) / "datapoints.part";
    fs::resize_file(file, fs::file_size(file) - 1);
    expect_refused(shards_, "it is not whole");
}

TEST_F(Merge, RefusesAPartWithOneBitChanged) {
    const auto file = fs::path(shards_[1]) / "datapoints.part";
    alter(file, static_cast<std::streamoff>(fs::file_size(file)) - 1);
    expect_refused(shards_, "datapoints.part");
}

TEST_F(Merge, RefusesAFolderThatIsNoShard) {
    expect_refused({shards_[0], (folder_.path() / "small").string(), shards_[2]},
                   "is no directory of a shard");
    expect_refused({shards_[0], "/nowhere"}, "there is no such folder");
}

TEST_F(Merge, RefusesAShardWhoseScenarioWasAltered) {
    const auto file = fs::path(shards_[2]) / "scenario" / "scenario.json";
    auto text = fleet::read_file(file);
    const std::string key = "\"title\": \"";
    text.insert(text.find(key) + key.size(), "not ");
    fleet::write_file(file, text);
    expect_refused(shards_, "its scenario is not the one that shard.json speaks of");
}

TEST_F(Merge, OneShardDoesNotTakeThePlaceOfAnother) {
    for (const bool resumes : {false, true}) {
        std::vector<std::string> words{"run",     (folder_.path() / "small").string(),
                                       "--quiet", "--transport",
                                       "memory",  "--seed",
                                       "3",       "--shard",
                                       "1/3",     "--out",
                                       shards_[0]};
        if (resumes) words.push_back("--resume");
        const auto outcome = support::fleetdrill(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err,
                    HasSubstr("holds shard 0/3, which playing shard 1/3 would replace"));
    }
    EXPECT_EQ(merged(shards_).status, 0);
}

TEST_F(Merge, RefusesNothing) { expect_refused({}, "which shards?"); }

TEST_F(Merge, AShardThatIsWholeIsLeftUntouchedByResume) {
    const auto file = fs::path(shards_[1]) / "timing.json";
    fleet::write_file(file, "{}\n");
    const std::vector<std::string> words{"run",         (folder_.path() / "small").string(),
                                         "--transport", "memory",
                                         "--seed",      "3",
                                         "--shard",     "1/3",
                                         "--out",       shards_[1],
                                         "--resume"};
    auto outcome = support::fleetdrill(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("whole already"));
    EXPECT_EQ(fleet::read_file(file), "{}\n");
    // One that is not is played again.
    fs::resize_file(fs::path(shards_[1]) / "observations.part", 10);
    outcome = support::fleetdrill(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_NE(fleet::read_file(file), "{}\n");
    EXPECT_EQ(merged(shards_).status, 0);
}

TEST_F(Merge, AFailureOfASurroundingEngineIsTold) {
    const auto outcome =
        support::fleetdrill({"run", (folder_.path() / "small").string(), "--shard", "5/4"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("there is no shard 5 of 4"));
}
