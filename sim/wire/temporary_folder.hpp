// A private folder that is gone when its owner is.
#pragma once

#include <filesystem>
#include <string>

namespace sim {

class TemporaryFolder {
  public:
    /// Makes a folder of mode 0700 under the system's temporary folder. Raises Error naming it.
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

}  // namespace sim
