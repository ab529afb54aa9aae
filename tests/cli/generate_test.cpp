// A generated fleet: what lies where, who may read it, and that it is the same every time.
#include <gmock/gmock.h>

#include <set>

#include "fleet/base/json.hpp"
#include "fleet/inventory.hpp"
#include "tests/support/process.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;

namespace fs = std::filesystem;

namespace {

const std::string first_audit = FLEETDRILL_SOURCE_DIR "/scenarios/library/first-audit";

void generate(const fs::path& out) {
    const auto outcome = fleetdrill({"generate", first_audit, "--quiet", "--out", out.string()});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST(Generate, LaysOutAuthoritiesCertificatesKeysAndInventoryButNoTruth) {
    const TemporaryFolder folder;
    generate(folder / "fleet");
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder / "fleet"))
        names.insert(entry.path().filename().string());
    EXPECT_EQ(names, (std::set<std::string>{"certificates", "inventory", "pki", "private-keys"}));
    EXPECT_EQ(files_in(folder / "fleet/certificates/sensors"), 10U);
    EXPECT_EQ(files_in(folder / "fleet/private-keys/sensors"), 10U);
    EXPECT_THAT(folder.read("fleet/certificates/sensors/sensors-0.pem"),
                StartsWith("-----BEGIN CERTIFICATE-----\n"));
}

TEST(Generate, KeysAreForTheirOwnerAloneAndSayWhatTheyAre) {
    const TemporaryFolder folder;
    generate(folder / "fleet");
    for (const auto& entry : fs::directory_iterator(folder / "fleet/private-keys/sensors")) {
        EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
            << entry.path();
        const auto text = fleet::read_file(entry.path());
        EXPECT_THAT(text, StartsWith("# Synthetic, never for real devices"));
        EXPECT_THAT(text, HasSubstr("\n-----BEGIN PRIVATE KEY-----\n"));
    }
}

TEST(Generate, WritesAnInventoryThatLoads) {
    const TemporaryFolder folder;
    generate(folder / "fleet");
    const auto inventory = fleet::load_inventory(folder / "fleet/inventory");
    ASSERT_EQ(inventory.things.size(), 10U);
    EXPECT_EQ(inventory.certificates.size(), 10U);
    EXPECT_EQ(inventory.things.front().name, "sensors-0");
}

TEST(Generate, LeavesTheSameBytesEveryTimeAndOthersForAnotherSeed) {
    const TemporaryFolder folder;
    generate(folder / "a");
    generate(folder / "b");
    EXPECT_EQ(support::first_difference(folder / "a", folder / "b"), "");
    const auto other = fleetdrill(
        {"generate", first_audit, "--quiet", "--seed", "99", "--out", (folder / "c").string()});
    EXPECT_EQ(other.status, 0) << other.err;
    EXPECT_NE(support::first_difference(folder / "a", folder / "c"), "");
}

TEST(Generate, TakesAnEmptyFolderAndRefusesOneThatIsNot) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "fleet");
    generate(folder / "fleet");
    const auto before = folder.read("fleet/certificates/sensors/sensors-0.pem");
    const auto refused =
        fleetdrill({"generate", first_audit, "--seed", "99", "--out", (folder / "fleet").string()});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("exists and is no empty folder"));
    EXPECT_EQ(folder.read("fleet/certificates/sensors/sensors-0.pem"), before);
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(Generate, NeedsToKnowWhere) {
    const auto refused = fleetdrill({"generate", first_audit});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("--out is missing"));
}
