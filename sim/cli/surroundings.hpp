// What the program takes from its surroundings before it does anything else, so that nothing there
// can end it half-way: its three streams, its signals, its memory.
#pragma once

namespace cli {

/// stdin, stdout and stderr are open, on /dev/null where they were closed: else a file or a socket
/// of ours would get their number, and what is printed would go there. On a stdout that was closed
/// every write fails, so that a result which nobody can read is no success. A pipe without a reader
/// and a file beyond its limit are failed writes, not deadly signals. Memory or threads that run
/// out in a thread end the program with a message and status 2.
void settle_in();
/// The message of an Error on stderr, as far as that can be written.
void tell_failure(const char* message);

/// What is said where memory runs out.
inline constexpr const char* out_of_memory =
    "out of memory: the fleet does not fit; take fewer --devices, a shorter scenario, or a machine "
    "with more memory";

/// What is said where the machine gives no more threads.
inline constexpr const char* out_of_threads =
    "no more threads could be started; take fewer --jobs or --threads, or raise the limit "
    "(ulimit -v, ulimit -u)";

}  // namespace cli
