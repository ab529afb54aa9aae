#include "tests/house/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace house {
namespace {
const std::array<std::string, 6> folders{"fleet", "scenarios", "sim", "engine", "tests", "bench"};
}  // namespace

bool is_in(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

std::string_view trimmed(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view{} : line.substr(begin);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string place(const Source& source, std::size_t line, const std::string& what) {
    return fmt::format("{}:{}: {}", source.path, line + 1, what);
}

bool names(const std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto is_part = [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
        };
        const auto end = at + word.size();
        if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end])))
            return true;
    }
    return false;
}

std::vector<Source> read_tree(const std::filesystem::path& top) {
    std::vector<Source> sources;
    for (const auto& folder : folders) {
        if (!std::filesystem::is_directory(top / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(top / folder)) {
            const auto& path = entry.path();
            if (path.extension() != ".hpp" && path.extension() != ".cpp" &&
                path.filename() != "CMakeLists.txt")
                continue;
            std::ifstream stream(path, std::ios::binary);
            sources.push_back({path.lexically_relative(top).generic_string(),
                               {std::istreambuf_iterator<char>(stream), {}}});
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

}  // namespace house
