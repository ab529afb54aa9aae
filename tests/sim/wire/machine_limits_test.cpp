#include "sim/wire/machine_limits.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "fleet/base/error.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace sim {
namespace {

const Machine roomy{
    .descriptors_max = 1'000'000, .memory_available_bytes = 1ULL << 40, .ports = 28'232};

std::string refusal(const Machine& machine, const LoadDemand& demand) {
    try {
        require_room(machine, demand);
        return "it fits";
    } catch (const fleet::Error& error) {
        return error.what();
    }
}

TEST(MachineLimits, NameTheDescriptorsAndTheSizeThatFits) {
    auto machine = roomy;
    machine.descriptors_max = 20'000;
    EXPECT_EQ(room_on(machine, {}).by_descriptors, 6624U) << "(20000 - 128) / 3";
    EXPECT_EQ(refusal(machine, {.devices = 6624}), "it fits");
    EXPECT_THAT(refusal(machine, {.devices = 6625}),
                AllOf(HasSubstr("6625 devices do not fit"), HasSubstr("descriptors: 6624"),
                      HasSubstr("--devices 6624 fits"), Not(HasSubstr("memory"))));
}

TEST(MachineLimits, NameTheMemory) {
    auto machine = roomy;
    machine.memory_available_bytes = 1ULL << 30;
    const auto fits = room_on(machine, {}).by_memory;
    EXPECT_GT(fits, 8'000U);
    EXPECT_LT(fits, 16'000U);
    EXPECT_THAT(refusal(machine, {.devices = fits + 1}),
                AllOf(HasSubstr("memory: "), HasSubstr("1024 MiB"),
                      HasSubstr("--devices " + std::to_string(fits))));
    EXPECT_LT(room_on(machine, {.resumes = true}).by_memory, fits) << "sessions are kept";
}

TEST(MachineLimits, NameThePortsOnlyWhereDevicesShareAnAddress) {
    EXPECT_EQ(refusal(roomy, {.devices = 100'000}), "it fits");
    EXPECT_THAT(refusal(roomy, {.devices = 100'000, .has_own_addresses = false}),
                HasSubstr("ports: 27976"));
    EXPECT_EQ(room_on(roomy, {.storm_devices = 976, .has_own_addresses = false}).by_ports, 27'000U)
        << "who comes back needs another port";
}

TEST(MachineLimits, NameEveryLimitInTheWay) {
    const Machine small{.descriptors_max = 10, .memory_available_bytes = 1 << 20, .ports = 1};
    EXPECT_THAT(refusal(small, {.devices = 1, .has_own_addresses = false}),
                AllOf(HasSubstr("descriptors"), HasSubstr("memory"), HasSubstr("ports"),
                      HasSubstr("not one device fits")));
}

TEST(MachineLimits, OfThisMachineAreReadAndTheSoftLimitIsRaised) {
    const auto machine = this_machine();
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
    EXPECT_EQ(machine.descriptors_max, limit.rlim_max);
    EXPECT_GT(machine.memory_available_bytes, 1U << 20);
    EXPECT_GT(machine.ports, 1U);
}

}  // namespace
}  // namespace sim
