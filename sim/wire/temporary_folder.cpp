#include "sim/wire/temporary_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "fleet/base/error.hpp"

namespace sim {

TemporaryFolder::TemporaryFolder(const std::string& prefix) {
    auto name = (std::filesystem::temp_directory_path() / (prefix + "XXXXXX")).string();
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
