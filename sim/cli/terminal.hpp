// What depends on whether a person is watching: colour, and the line that shows progress.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace cli {

bool is_terminal(int descriptor);
/// Colour only on a terminal, and never where NO_COLOR is set.
bool may_colour(int descriptor);

/// One line on stderr that is written over and over; nothing in a pipe, unless somebody asked to be
/// told step by step: then a line a second.
class Progress {
  public:
    /// `is_wanted`: not --quiet; `is_verbose`: --verbose.
    Progress(bool is_wanted, bool is_verbose);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    void show(std::string_view line);
    /// Wipes the line, so that something else can be printed.
    void clear();

  private:
    bool is_shown_;
    bool is_told_;  // line by line
    bool is_dirty_ = false;
    std::chrono::steady_clock::time_point next_{};  // when somebody would notice again
};

}  // namespace cli
