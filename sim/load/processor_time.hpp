// How much processor time a process has used.
#pragma once

#include <sys/types.h>

namespace sim {

/// User and system time in seconds; 0 when there is no such process.
double processor_seconds(pid_t process);

}  // namespace sim
