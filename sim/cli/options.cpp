#include "sim/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace cli {
namespace {

namespace po = boost::program_options;

constexpr std::array common_options{
    OptionCard{.name = "help", .value = {}, .meaning = "this text"},
    OptionCard{.name = "quiet", .value = {}, .meaning = "nothing but errors and results"},
    OptionCard{.name = "verbose", .value = {}, .meaning = "what is being done, step by step"},
};

std::vector<OptionCard> all_options(const Command& command) {
    std::vector<OptionCard> cards(command.options.begin(), command.options.end());
    cards.insert(cards.end(), common_options.begin(), common_options.end());
    return cards;
}

po::options_description description_of(std::span<const OptionCard> cards) {
    po::options_description description;
    for (const auto& card : cards) {
        const std::string name(card.name);
        if (card.value.empty())
            description.add_options()(name.c_str(), "");
        else
            description.add_options()(name.c_str(), po::value<std::string>(), "");
    }
    return description;
}

[[noreturn]] void refuse(const Command& command, const std::string& what) {
    throw fleet::Error(fmt::format("{0}\nsee fleetdrill {1} --help", what, command.name));
}

[[noreturn]] void refuse_unknown(const Command& command, std::span<const OptionCard> cards,
                                 const std::string& name) {
    std::vector<std::string> known;
    for (const auto& card : cards) known.push_back(fmt::format("--{}", card.name));
    refuse(command, fmt::format("unknown option {}{}", name, fleet::did_you_mean(name, known)));
}

}  // namespace

Options::Options(const Command& command, std::span<const std::string> words) : command_(&command) {
    const auto cards = all_options(command);
    const auto description = description_of(cards);
    // No short options and no guessing: a negative number is a value, and an abbreviation that
    // works today breaks with tomorrow's option.
    constexpr auto style = po::command_line_style::allow_long |
                           po::command_line_style::long_allow_adjacent |
                           po::command_line_style::long_allow_next;
    const auto parsed = po::command_line_parser({words.begin(), words.end()})
                            .options(description)
                            .style(style)
                            .allow_unregistered()
                            .run();
    for (const auto& option : parsed.options) {
        if (option.position_key != -1) {
            const auto& word = option.value.front();
            if (word.size() > 1 && word.front() == '-') refuse_unknown(command, cards, word);
            arguments_.push_back(word);
            continue;
        }
        if (option.unregistered) refuse_unknown(command, cards, "--" + option.string_key);
        const auto card = std::ranges::find(cards, option.string_key, &OptionCard::name);
        if (has(option.string_key) && !card->is_repeatable && !card->value.empty())
            refuse(command, fmt::format("--{} stands twice", option.string_key));
        values_.emplace_back(option.string_key, option.value.empty() ? "" : option.value.front());
    }
    if (command.arguments.empty() && !arguments_.empty())
        refuse(command,
               fmt::format("{} takes no argument; found \"{}\"", command.name, arguments_.front()));
}

const std::string* Options::find(std::string_view name) const {
    const auto found =
        std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
    return found == values_.end() ? nullptr : &found->second;
}

bool Options::has(std::string_view name) const { return find(name) != nullptr; }

const std::string& Options::text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) refuse(*command_, fmt::format("--{} is missing", name));
    return *value;
}

std::string Options::text_or(std::string_view name, std::string_view otherwise) const {
    const auto* value = find(name);
    return value == nullptr ? std::string(otherwise) : *value;
}

std::vector<std::string> Options::texts(std::string_view name) const {
    std::vector<std::string> texts;
    for (const auto& [key, value] : values_) {
        if (key == name) texts.push_back(value);
    }
    return texts;
}

std::uint64_t Options::number_or(std::string_view name, std::uint64_t otherwise, std::uint64_t min,
                                 std::uint64_t max) const {
    const auto* value = find(name);
    if (value == nullptr) return otherwise;
    std::uint64_t number = 0;
    const auto* const last = value->data() + value->size();
    const auto [end, failure] = std::from_chars(value->data(), last, number);
    if (failure != std::errc{} || end != last || number < min || number > max) {
        refuse(*command_, fmt::format("--{}: expected a whole number from {} to {}, found \"{}\"",
                                      name, min, max, *value));
    }
    return number;
}

void Options::check_word(std::string_view name, const std::string& word,
                         std::span<const std::string> words) const {
    if (std::ranges::find(words, word) != words.end()) return;
    refuse(*command_,
           fmt::format("--{}: expected {}; found \"{}\"{}", name, fleet::join(words, ", "), word,
                       fleet::did_you_mean(word, words)));
}

std::string Options::word_or(std::string_view name, std::span<const std::string> words,
                             std::string_view otherwise) const {
    const auto* value = find(name);
    if (value == nullptr) return std::string(otherwise);
    check_word(name, *value, words);
    return *value;
}

std::vector<std::string> Options::words_or(std::string_view name,
                                           std::span<const std::string> words,
                                           std::vector<std::string> otherwise) const {
    const auto* value = find(name);
    if (value == nullptr) return otherwise;
    std::vector<std::string> chosen;
    for (const auto part : fleet::split(*value, ',')) {
        chosen.emplace_back(part);
        check_word(name, chosen.back(), words);
    }
    return chosen;
}

const std::string& Options::argument() const {
    if (arguments_.empty()) refuse(*command_, fmt::format("{} is missing", command_->arguments));
    if (arguments_.size() > 1)
        refuse(*command_, fmt::format("one {} is enough; found \"{}\" too", command_->arguments,
                                      arguments_[1]));
    return arguments_.front();
}

std::string help_of(const Command& command) {
    auto text = fmt::format(
        "fleetdrill {}: {}\n\nusage: fleetdrill {}{}{} [option]...\n\noptions:\n", command.name,
        command.summary, command.name, command.arguments.empty() ? "" : " ", command.arguments);
    for (const auto& card : all_options(command)) {
        const auto option =
            fmt::format("--{}{}{}", card.name, card.value.empty() ? "" : " ", card.value);
        text += fmt::format("  {:<26} {}{}\n", option, card.meaning,
                            card.is_repeatable ? " (may stand several times)" : "");
    }
    return text + fmt::format("\nexample:\n  {}\n", command.example);
}

}  // namespace cli
