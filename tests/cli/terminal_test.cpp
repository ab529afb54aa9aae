// A test's output is no terminal when CTest reads it; a pseudo-terminal stands for the person.
#include "sim/cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <string>

#include "sim/cli/live_display.hpp"

using namespace cli;

namespace {

/// A pseudo-terminal: what is written to `inside` can be read from `outside`.
struct PseudoTerminal {
    int outside = ::posix_openpt(O_RDWR | O_NOCTTY);
    int inside = -1;

    PseudoTerminal() {
        ::grantpt(outside);
        ::unlockpt(outside);
        inside = ::open(::ptsname(outside), O_RDWR | O_NOCTTY);
    }
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;
    ~PseudoTerminal() {
        ::close(inside);
        ::close(outside);
    }
};

/// What `act` writes to stderr while stderr is `descriptor`.
template <typename Act>
void with_stderr(int descriptor, Act act) {
    const int kept = ::dup(STDERR_FILENO);
    ::dup2(descriptor, STDERR_FILENO);
    act();
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
}

/// What has come out of `descriptor` once it has been silent for a while: a terminal passes on what
/// is written to it in pieces, and later.
std::string read_from(int descriptor) {
    std::string all;
    ::pollfd waiting{descriptor, POLLIN, 0};
    while (::poll(&waiting, 1, all.empty() ? 1000 : 200) > 0) {
        std::string text(4096, '\0');
        const auto size = ::read(descriptor, text.data(), text.size());
        if (size <= 0) break;
        all.append(text, 0, static_cast<std::size_t>(size));
    }
    return all;
}

}  // namespace

TEST(Terminal, IsToldFromAFile) {
    const PseudoTerminal terminal;
    const int file = ::open("/dev/null", O_WRONLY);
    EXPECT_TRUE(is_terminal(terminal.inside));
    EXPECT_FALSE(is_terminal(file));
    ::close(file);
}

TEST(Terminal, HasColourUnlessNoColorIsSet) {
    const PseudoTerminal terminal;
    ::unsetenv("NO_COLOR");
    EXPECT_TRUE(may_colour(terminal.inside));
    ::setenv("NO_COLOR", "", 1);
    EXPECT_TRUE(may_colour(terminal.inside));
    ::setenv("NO_COLOR", "1", 1);
    EXPECT_FALSE(may_colour(terminal.inside));
    ::unsetenv("NO_COLOR");
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    EXPECT_FALSE(may_colour(ends[1]));
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(LiveDisplay, PaintsItsLinesOverAndWipesThemAtTheEnd) {
    const PseudoTerminal terminal;
    with_stderr(terminal.inside, [] {
        LiveDisplay display(true);
        EXPECT_TRUE(display.is_shown());
        display.show({"one", std::string(500, 'x')});
        display.show({"two"});
    });
    const auto cut = std::string(79, 'x');  // a terminal that does not tell its width has 80
    EXPECT_EQ(read_from(terminal.outside), "one\r\n" + cut +
                                               "\r\n\033[2A\r\033[J"
                                               "two\r\n\033[1A\r\033[J");
}

TEST(LiveDisplay, IsSilentInAPipeAndWhenItIsNotWanted) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    with_stderr(ends[1], [] { LiveDisplay(true).show({"one"}); });
    EXPECT_EQ(read_from(ends[0]), "");
    ::close(ends[0]);
    ::close(ends[1]);
    const PseudoTerminal terminal;
    with_stderr(terminal.inside, [] { EXPECT_FALSE(LiveDisplay(false).is_shown()); });
}

TEST(Progress, IsWrittenToATerminalAndWipedAtTheEnd) {
    const PseudoTerminal terminal;
    with_stderr(terminal.inside, [] { Progress(true, false).show("half"); });
    EXPECT_EQ(read_from(terminal.outside), "\r\033[Khalf\r\033[K");
}

TEST(Progress, IsSilentInAPipeAndWhenItIsNotWanted) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    with_stderr(ends[1], [] { Progress(true, false).show("half"); });
    EXPECT_EQ(read_from(ends[0]), "");
    ::close(ends[0]);
    ::close(ends[1]);
    const PseudoTerminal terminal;
    with_stderr(terminal.inside, [] { Progress(false, false).show("half"); });
    ::fcntl(terminal.outside, F_SETFL, O_NONBLOCK);
    EXPECT_EQ(read_from(terminal.outside), "");
}

TEST(Progress, IsToldLineByLineInAPipeToWhoeverAskedForIt) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    with_stderr(ends[1], [] {
        Progress progress(true, true);
        progress.show("half");
        progress.show("more");  // too soon for anybody to notice
    });
    EXPECT_EQ(read_from(ends[0]), "fleetdrill: half\n");
    ::close(ends[0]);
    ::close(ends[1]);
}
