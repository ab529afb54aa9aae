#include "sim/load/processor_time.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace sim {

double processor_seconds(pid_t process) {
    std::ifstream stream(fmt::format("/proc/{}/stat", process));
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    // The name of the program, in parentheses, may hold anything.
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return 0;
    std::istringstream fields(text.substr(name_end + 1));
    std::string skipped;
    for (int n = 0; n < 11; ++n) fields >> skipped;  // state … cmajflt
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace sim
