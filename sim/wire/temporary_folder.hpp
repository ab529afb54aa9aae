// A private folder that is gone when its owner is.
#pragma once

#include <filesystem>
#include <string>

namespace sim {

class TemporaryFolder {
  public:
    /// Makes a folder of mode 0700 under the system's temporary folder, its name led by `prefix`
    /// and our process id. Removes those of the same prefix whose processes are gone: a killed
    /// program cannot. Raises Error naming the place.
    explicit TemporaryFolder(const std::string& prefix);
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return path_; }
    /// Removes it before its owner goes.
    void remove();

  private:
    std::filesystem::path path_;
};

/// Is there such a process, ours or anybody's?
bool is_alive(long process);

}  // namespace sim
