#include "bench/processor_time.hpp"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <fstream>

#include "fleet/base/error.hpp"

namespace bench {

Seconds processor_time(pid_t process) {
    clockid_t clock{};
    timespec spent{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &spent) != 0)
        throw fleet::Error(fmt::format("the processor time of process {} is unknown", process));
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

pid_t only_child() {
    std::ifstream file(fmt::format("/proc/self/task/{}/children", getpid()));
    pid_t child = 0, another = 0;
    if (file >> child && !(file >> another)) return child;
    throw fleet::Error("the benchmark expects its broker to be its only child process");
}

}  // namespace bench
