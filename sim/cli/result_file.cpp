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
#include <utility>

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

/// A descriptor that is closed again, also where what is written to it fails.
class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags, mode_t mode)
        : number_(::open(path.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, mode)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }
    bool close() { return ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

void write_all(int descriptor, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(path);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void write_in_place(const std::string& path, std::string_view content) {
    Descriptor descriptor(path, O_TRUNC, 0666);
    if (descriptor.number() < 0) fail(path);
    write_all(descriptor.number(), content, path);
    if (!descriptor.close()) fail(path);
}

/// A new file with the owner and the permissions of another; false, and none, where we may not make
/// one.
bool write_alike(const fs::path& beside, const struct stat& other, std::string_view content,
                 const std::string& path) {
    Descriptor descriptor(beside, O_EXCL, 0600);
    if (descriptor.number() < 0) return false;
    try {
        const bool is_alike = ::fchown(descriptor.number(), other.st_uid, other.st_gid) == 0 &&
                              ::fchmod(descriptor.number(), other.st_mode & 07777) == 0;
        if (is_alike) {
            write_all(descriptor.number(), content, path);
            if (!descriptor.close()) fail(path);
            return true;
        }
    } catch (const fleet::Error&) {
        ::unlink(beside.c_str());
        throw;
    }
    ::unlink(beside.c_str());
    return false;
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
    write_in_place(path, content);
}

void rewrite_file(const fs::path& file, std::string_view content) {
    std::error_code failed;
    const auto real = fs::canonical(file, failed);  // through links
    struct stat old {};
    if (failed || ::stat(real.c_str(), &old) != 0) fail(file.string());
    if (::access(real.c_str(), W_OK) != 0) fail(file.string());
    const auto beside =
        real.parent_path() / fmt::format(".{}.{}.part", real.filename().string(), ::getpid());
    if (old.st_nlink > 1 || !write_alike(beside, old, content, file.string()))
        return write_in_place(file.string(), content);
    if (std::rename(beside.c_str(), real.c_str()) == 0) return;
    const int why = errno;
    ::unlink(beside.c_str());
    errno = why;
    fail(file.string());
}

}  // namespace cli
