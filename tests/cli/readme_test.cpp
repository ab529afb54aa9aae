// What README.md and the pages of docs show is what works: every command in their sh blocks is run,
// from a folder that holds nothing but the scenarios.
#include <gmock/gmock.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::Contains;
using testing::StartsWith;

namespace {

constexpr std::string_view program = "build/release/fleetdrill ";
constexpr std::string_view status_mark = " # exits ";

struct ShownCommand {
    std::vector<std::string> words;  // behind the program
    int status = 0;
};

/// Quotes hold no blanks in the README: they only keep a shell from reading brackets.
std::vector<std::string> words_of(std::string text) {
    std::erase(text, '\'');
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

ShownCommand command_of(std::string_view line) {
    line.remove_prefix(program.size());
    ShownCommand command;
    if (const auto mark = line.find(status_mark); mark != std::string_view::npos) {
        const auto number = line.substr(mark + status_mark.size());
        std::from_chars(number.data(), number.data() + number.size(), command.status);
        line = line.substr(0, mark);
    }
    command.words = words_of(std::string(line));
    return command;
}

/// The lines of the ```sh blocks in `markdown`.
std::vector<std::string> shown_lines(std::istream& markdown) {
    std::vector<std::string> lines;
    bool is_shell = false;
    for (std::string line; std::getline(markdown, line);) {
        if (line.starts_with("```")) {
            is_shell = !is_shell && line == "```sh";
        } else if (is_shell) {
            lines.push_back(line);
        }
    }
    return lines;
}

std::vector<std::string> lines_of(const std::string& page) {
    std::ifstream stream(std::filesystem::path(FLEETDRILL_SOURCE_DIR) / page);
    EXPECT_TRUE(stream.is_open()) << page;
    return shown_lines(stream);
}

/// Writes the ```json blocks of `markdown` that name a file below `folder`.
std::size_t write_shown_files(std::istream& markdown, const std::filesystem::path& folder) {
    constexpr std::string_view mark = "```json ";
    std::size_t files = 0;
    std::ofstream file;
    for (std::string line; std::getline(markdown, line);) {
        if (line.starts_with(mark)) {
            const auto path = folder / line.substr(mark.size());
            std::filesystem::create_directories(path.parent_path());
            file.open(path);
            ++files;
        } else if (line == "```") {
            file.close();
        } else if (file.is_open()) {
            file << line << '\n';
        }
    }
    return files;
}

/// Stands in a folder for as long as it lives; the tests of one program run one after the other.
class StandingIn {
  public:
    explicit StandingIn(const std::filesystem::path& folder)
        : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }
    StandingIn(const StandingIn&) = delete;
    StandingIn& operator=(const StandingIn&) = delete;
    ~StandingIn() {
        std::error_code ignored;
        std::filesystem::current_path(before_, ignored);
    }

  private:
    std::filesystem::path before_;
};

}  // namespace

TEST(Readme, OnlyBlocksOfCommandsAreTakenAndAStatusMayBeNamed) {
    std::istringstream markdown(
        "```text\nbuild/release/fleetdrill no\n```\nprose\n"
        "```sh\nbuild/release/fleetdrill run 'a[0]' --out b # exits 1\n```\n"
        "```\nno\n```\nbuild/release/fleetdrill no\n");
    const auto lines = shown_lines(markdown);
    ASSERT_EQ(lines.size(), 1U);
    const auto command = command_of(lines.front());
    EXPECT_THAT(command.words, testing::ElementsAre("run", "a[0]", "--out", "b"));
    EXPECT_EQ(command.status, 1);
}

TEST(Readme, ShowsEveryCommandThereIs) {
    std::vector<std::string> shown;
    for (const auto& line : lines_of("README.md")) {
        ASSERT_THAT(line, StartsWith(std::string(program)));
        shown.push_back(command_of(line).words.front());
    }
    for (const auto* name : {"new", "run", "test", "mutate", "sweep", "fuzz", "diff", "score",
                             "generate", "audit", "merge", "load", "authorize", "list"})
        EXPECT_THAT(shown, Contains(name));
}

namespace {

void expect_commands_to_work(const std::string& page) {
    const support::TemporaryFolder folder;
    std::filesystem::create_directory_symlink(FLEETDRILL_SOURCE_DIR "/scenarios",
                                              folder / "scenarios");
    const StandingIn standing(folder.path());
    std::ifstream text(std::filesystem::path(FLEETDRILL_SOURCE_DIR) / page);
    write_shown_files(text, folder.path());
    const auto lines = lines_of(page);
    EXPECT_FALSE(lines.empty()) << page;
    for (const auto& line : lines) {
        const auto command = command_of(line);
        const auto outcome = support::fleetdrill(command.words);
        EXPECT_EQ(outcome.status, command.status) << line << "\n" << outcome.err;
        EXPECT_NE(outcome.out, "") << line;
    }
}

}  // namespace

TEST(Readme, EveryCommandShownWorksAsWritten) { expect_commands_to_work("README.md"); }
TEST(PageOfLoad, EveryCommandShownWorksAsWritten) { expect_commands_to_work("docs/load.md"); }
TEST(PageOfAuditingAnAccount, EveryCommandShownWorksAsWritten) {
    expect_commands_to_work("docs/auditing-an-account.md");
}
TEST(PageOfComparing, EveryCommandShownWorksAsWritten) {
    expect_commands_to_work("docs/comparing.md");
}
TEST(PageOfTestingRules, EveryCommandShownWorksOnTheFilesShown) {
    expect_commands_to_work("docs/testing-rules.md");
}
TEST(PageOfScalingOut, EveryCommandShownWorksAsWritten) {
    expect_commands_to_work("docs/scaling-out.md");
}
