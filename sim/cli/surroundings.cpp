#include "sim/cli/surroundings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <new>
#include <system_error>

namespace cli {
namespace {

/// A thread has nobody to catch what it raises; only for want of memory or threads that is not our
/// own bug.
[[noreturn]] void end_of_thread() {
    if (const auto current = std::current_exception()) {
        try {
            std::rethrow_exception(current);
        } catch (const std::bad_alloc&) {
            tell_failure(out_of_memory);
            ::_exit(2);
        } catch (const std::system_error& error) {
            if (error.code() == std::errc::resource_unavailable_try_again) {
                tell_failure(out_of_threads);
                ::_exit(2);
            }
            std::fprintf(stderr, "fleetdrill: internal error: %s\n", error.what());
        } catch (const std::exception& error) {
            std::fprintf(stderr, "fleetdrill: internal error: %s\n", error.what());
        } catch (...) {
            std::fputs("fleetdrill: internal error\n", stderr);
        }
    }
    std::abort();
}

}  // namespace

void settle_in() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // The lowest number that is free is the one that was closed.
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // What is told to nobody is no success: on stdout every write fails.
        const auto how = descriptor == STDOUT_FILENO ? O_RDONLY : O_RDWR;
        static_cast<void>(::open("/dev/null", how));
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::set_terminate(end_of_thread);
}

void tell_failure(const char* message) {
    std::fflush(stdout);
    std::fprintf(stderr, "fleetdrill: %s\n", message);
    std::fflush(stderr);
}

}  // namespace cli
