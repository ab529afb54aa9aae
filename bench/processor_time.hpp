// Processor time of a process, ours or one we started: what a message costs however busy the
// machine is.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace bench {

using Seconds = std::chrono::duration<double>;

/// User and system time of all its threads so far, as in /proc/PID/stat but in nanoseconds
/// instead of ticks. Raises fleet::Error when there is no such process.
Seconds processor_time(pid_t process);

/// The one process that this one has started. Raises fleet::Error unless there is exactly one.
pid_t only_child();

}  // namespace bench
