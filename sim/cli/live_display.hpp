// A few lines on stderr that are painted over and over for a person who watches.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

class LiveDisplay {
  public:
    /// Shows nothing unless `is_wanted` and stderr is a terminal.
    explicit LiveDisplay(bool is_wanted);
    LiveDisplay(const LiveDisplay&) = delete;
    LiveDisplay& operator=(const LiveDisplay&) = delete;
    ~LiveDisplay();

    bool is_shown() const { return is_shown_; }
    /// Lines are cut to the terminal's width: a wrapped one could not be painted over.
    void show(const std::vector<std::string>& lines);
    /// Wipes the lines, so that something else can be printed.
    void clear();

  private:
    bool is_shown_;
    std::size_t painted_ = 0;  // lines
};

}  // namespace cli
