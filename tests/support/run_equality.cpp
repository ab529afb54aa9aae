#include "tests/support/run_equality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fleet/base/json.hpp"

namespace support {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.path().filename() == "timing.json") continue;
        files[fs::relative(entry.path(), folder).string()] = fleet::read_file(entry.path());
    }
    return files;
}

std::string line_at(const std::string& text, std::size_t at) {
    const auto begin = text.rfind('\n', at == 0 ? 0 : at - 1);
    const auto from = begin == std::string::npos ? 0 : begin + 1;
    return text.substr(from, std::min<std::size_t>(400, text.find('\n', at) - from));
}

}  // namespace

std::string first_difference(const fs::path& a, const fs::path& b) {
    const auto files_a = files_of(a), files_b = files_of(b);
    if (files_a.empty()) return a.string() + " holds no files";
    for (const auto& [name, text] : files_a) {
        const auto other = files_b.find(name);
        if (other == files_b.end()) return name + " is missing in " + b.string();
        if (text == other->second) continue;
        const auto at = static_cast<std::size_t>(
            std::mismatch(text.begin(), text.end(), other->second.begin(), other->second.end())
                .first -
            text.begin());
        return fmt::format("{} differs at byte {}:\n  {}\n  {}", name, at, line_at(text, at),
                           line_at(other->second, std::min(at, other->second.size())));
    }
    for (const auto& [name, text] : files_b) {
        if (!files_a.contains(name)) return name + " is missing in " + a.string();
    }
    return {};
}

}  // namespace support
