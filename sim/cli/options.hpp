// A command line, read by the command's own card: a thin layer over Boost.Program_options that
// answers a slip of the pen with the word that was meant.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/cli/command.hpp"

namespace cli {

class Options {
  public:
    /// Raises fleet::Error for an unknown option (with the nearest one), a missing value, an
    /// option given twice that is not repeatable, or arguments that the command does not take.
    Options(const Command& command, std::span<const std::string> words);

    bool wants_help() const { return has("help"); }
    bool is_quiet() const { return has("quiet"); }
    bool is_verbose() const { return has("verbose"); }

    bool has(std::string_view name) const;
    /// Raises fleet::Error when the option is missing.
    const std::string& text(std::string_view name) const;
    std::string text_or(std::string_view name, std::string_view otherwise) const;
    /// Every value of a repeatable option, in order.
    std::vector<std::string> texts(std::string_view name) const;
    /// A whole number within [min, max].
    std::uint64_t number_or(std::string_view name, std::uint64_t otherwise, std::uint64_t min = 0,
                            std::uint64_t max = std::numeric_limits<std::uint64_t>::max()) const;
    /// One of `words`.
    std::string word_or(std::string_view name, std::span<const std::string> words,
                        std::string_view otherwise) const;
    /// Values separated by commas, each one of `words`.
    std::vector<std::string> words_or(std::string_view name, std::span<const std::string> words,
                                      std::vector<std::string> otherwise) const;
    /// What was given besides options.
    const std::vector<std::string>& arguments() const { return arguments_; }
    /// The one argument of a command that takes exactly one. Raises fleet::Error otherwise.
    const std::string& argument() const;

  private:
    const std::string* find(std::string_view name) const;
    void check_word(std::string_view name, const std::string& word,
                    std::span<const std::string> words) const;

    const Command* command_;
    std::vector<std::pair<std::string, std::string>> values_;  // a switch has an empty value
    std::vector<std::string> arguments_;
};

/// What --help prints: usage, every option, an example.
std::string help_of(const Command& command);

}  // namespace cli
