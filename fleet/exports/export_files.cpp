#include "fleet/exports/export_files.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"

namespace fleet::exports {
namespace {

namespace fs = std::filesystem;

constexpr int depth_max = 32;

bool is_utf8(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '"' || c == '\\'; }, 'x');
    return Json::accept('"' + text + '"');  // control characters are refused too
}

/// A file may be called anything; a report is UTF-8, and has one line for it.
std::string told(const std::string& name) {
    if (is_utf8(name) && name.find('\x7f') == std::string::npos) return name;
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<std::uint8_t>(c);
        const bool is_plain = byte >= ' ' && byte < 0x7F;
        text += is_plain ? std::string(1, c) : "\\x" + to_hex({&byte, 1});
    }
    return text;
}

void walk(const fs::path& folder, const std::string& prefix, int depth, ExportFiles& found) {
    std::error_code failure;
    auto entry = fs::directory_iterator(folder, failure);
    if (!failure && depth > depth_max)
        failure = std::make_error_code(std::errc::too_many_symbolic_link_levels);
    if (failure) {
        found.unopened.push_back({.file = prefix, .path = {}, .message = failure.message()});
        return;
    }
    for (; entry != fs::directory_iterator(); entry.increment(failure)) {
        const auto name = prefix + told(entry->path().filename().string());
        std::error_code problem;
        const auto status = entry->status(problem);
        if (status.type() == fs::file_type::directory) {
            if (!entry->is_symlink(problem))
                walk(entry->path(), name + '/', depth + 1, found);
            else
                found.unopened.push_back(
                    {.file = name, .path = {}, .message = "is a link to a folder; not followed"});
        } else if (status.type() == fs::file_type::regular) {
            found.files.push_back(
                {.path = entry->path(), .name = name, .bytes = entry->file_size(problem)});
        } else if (entry->is_symlink(problem)) {
            found.unopened.push_back(
                {.file = name, .path = {}, .message = "is a link that leads nowhere"});
        } else {
            found.unopened.push_back(
                {.file = name, .path = {}, .message = "is neither a file nor a folder"});
        }
    }
}

}  // namespace

std::string ExportFile::extension() const {
    auto text = path.extension().string();
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

ExportFiles files_of(const fs::path& folder, const std::string& prefix) {
    ExportFiles found;
    walk(folder, prefix, 0, found);
    std::ranges::sort(found.files, {}, &ExportFile::name);
    std::ranges::sort(found.unopened, {}, &Problem::file);
    return found;
}

std::string beginning_of(const fs::path& file, std::size_t bytes_max) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(bytes_max, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(bytes_max));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return text;
}

}  // namespace fleet::exports
