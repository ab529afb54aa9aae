// How the world says no: one exception type with context, raised where something outside the
// program is wrong (a file, a broker, a scenario) and caught once, in main. Our own bugs do not
// throw: require() aborts.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fleet {

/// Text that came from outside may be of any length; a person reads a screen of it. Every line that
/// is longer loses its middle, so that what was found and what was expected both stay.
std::string shortened(std::string_view text);

/// One thing wrong in a file, with its place. `line` is 1-based; 0 means the place is the whole
/// file.
struct Problem {
    std::string file;
    int line = 0;
    std::string path;     // JSON path such as fleet.cohorts[0].count; empty where it does not apply
    std::string message;  // what was found, what was expected, the nearest valid word

    bool operator==(const Problem&) const = default;
};

/// The world said no. `what()` is a sentence for the user that names the place and the way out.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& message, std::vector<Problem> problems = {})
        : std::runtime_error(shortened(message)), problems_(std::move(problems)) {}
    /// What it lists, one by one, where it tells of the content of files; else nothing.
    const std::vector<Problem>& problems() const { return problems_; }

  private:
    std::vector<Problem> problems_;
};

/// Everything wrong that one pass found, so that a user mends a file once and not line by line.
class Problems {
  public:
    void add(Problem problem) { problems_.push_back(std::move(problem)); }
    bool empty() const { return problems_.empty(); }
    const std::vector<Problem>& all() const { return problems_; }
    /// Raises one Error that lists every problem as `file:line: path: message`; does nothing when
    /// there is none.
    void raise_if_any() const;

  private:
    std::vector<Problem> problems_;
};

/// Prints `message` and aborts.
[[noreturn]] void abort_with(std::string_view message);

/// The program is wrong, not the world: aborts, in every build type. Asked in hot loops.
inline void require(bool condition, std::string_view message) {
    if (!condition) [[unlikely]]
        abort_with(message);
}

}  // namespace fleet
