#include "sim/wire/temporary_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include "fleet/base/error.hpp"

namespace sim {

namespace {

namespace fs = std::filesystem;

fs::path folder_of_system() {
    std::error_code failure;
    auto folder = fs::temp_directory_path(failure);
    if (failure) {
        const char* given = std::getenv("TMPDIR");
        throw fleet::Error(fmt::format("there is no folder for temporary files: TMPDIR is {}",
                                       given == nullptr ? "not set" : given));
    }
    return folder;
}

/// The process in a name `prefix` + process + "-" + …; nothing for another name.
std::optional<long> maker_of(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    long process = 0;
    const auto* last = name.data() + name.size();
    const auto [end, failed] = std::from_chars(name.data(), last, process);
    if (failed != std::errc{} || end == last || *end != '-' || process <= 0) return std::nullopt;
    return process;
}

void remove_leftovers(const fs::path& folder, const std::string& prefix) {
    std::error_code ignored;
    for (auto entry = fs::directory_iterator(folder, ignored);
         !ignored && entry != fs::directory_iterator(); entry.increment(ignored)) {
        const auto maker = maker_of(entry->path().filename().string(), prefix);
        struct stat owned {};
        if (maker && !is_alive(*maker) && ::lstat(entry->path().c_str(), &owned) == 0 &&
            S_ISDIR(owned.st_mode) && owned.st_uid == ::geteuid()) {
            std::error_code left;
            fs::remove_all(entry->path(), left);
        }
    }
}

}  // namespace

bool is_alive(long process) {
    return ::kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM;
}

TemporaryFolder::TemporaryFolder(const std::string& prefix) {
    const auto folder = folder_of_system();
    remove_leftovers(folder, prefix);
    auto name = (folder / fmt::format("{}{}-XXXXXX", prefix, ::getpid())).string();
    if (mkdtemp(name.data()) == nullptr) {
        throw fleet::Error(fmt::format("cannot make a folder {}: {}", name, std::strerror(errno)));
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() { remove(); }

void TemporaryFolder::remove() {
    std::error_code ignored;  // nothing more can be done about a folder that does not go
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace sim
