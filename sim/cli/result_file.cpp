#include "sim/cli/result_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

bool may_be_replaced(const std::string& path) {
    struct stat entry {};
    return ::lstat(path.c_str(), &entry) != 0 || S_ISREG(entry.st_mode);
}

[[noreturn]] void fail(const std::string& path) {
    throw fleet::Error(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
}

/// stdout or stderr, when `path` leads to the same thing: opened anew, a file that they were
/// redirected to would be written from its beginning again. Otherwise -1.
int own_descriptor(const std::string& path) {
    struct stat wanted {
    }, own{};
    if (::stat(path.c_str(), &wanted) != 0) return -1;
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        if (::fstat(descriptor, &own) == 0 && own.st_dev == wanted.st_dev &&
            own.st_ino == wanted.st_ino)
            return descriptor;
    }
    return -1;
}

void write_all(int descriptor, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(path);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void check_result_file(std::string_view option, const std::string& path) {
    const auto refuse = [&](std::string_view why) {
        throw fleet::Error(fmt::format("--{} {}: {}", option, path, why));
    };
    if (path.empty()) refuse("expected the name of a file");
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) refuse("is a folder, not a file");
    if (!may_be_replaced(path)) {
        // A link to nowhere is made when it is written; what it points into must be there.
        if (fs::exists(path, ignored) && ::access(path.c_str(), W_OK) != 0)
            refuse(std::strerror(errno));
        return;
    }
    auto folder = fs::path(path).parent_path();
    if (folder.empty()) folder = ".";
    if (!fs::is_directory(folder, ignored)) refuse("there is no such folder");
    if (::access(folder.c_str(), W_OK) != 0) refuse(std::strerror(errno));
}

void check_result_files(const Options& options, std::initializer_list<const char*> names) {
    std::map<fs::path, std::string_view> known;
    for (const auto* name : names) {
        if (!options.has(name)) continue;
        const auto& path = options.text(name);
        check_result_file(name, path);
        std::error_code failed;
        const auto whole = fs::weakly_canonical(fs::absolute(path), failed);
        if (failed || !may_be_replaced(whole.string())) continue;  // both may go to one stream
        const auto [other, is_new] = known.try_emplace(whole, name);
        if (!is_new)
            throw fleet::Error(
                fmt::format("--{} and --{} both name {}; give each a file of its own",
                            other->second, name, path));
    }
}

void write_result_file(const std::string& path, std::string_view content) {
    if (may_be_replaced(path)) return fleet::write_file(path, content);
    if (const int own = own_descriptor(path); own >= 0) {
        std::fflush(nullptr);  // what was printed before comes before
        return write_all(own, content, path);
    }
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) fail(path);
    try {
        write_all(descriptor, content, path);
    } catch (...) {
        ::close(descriptor);
        throw;
    }
    if (::close(descriptor) != 0) fail(path);
}

}  // namespace cli
