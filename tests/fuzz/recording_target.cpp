#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/base/time.hpp"
#include "fleet/exports/recording.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

/// A file without a folder: it is read by its name and gone with the object.
class File {
  public:
    explicit File(Input bytes) : descriptor_(::memfd_create("recording", MFD_CLOEXEC)) {
        fleet::require(descriptor_ >= 0, "there is memory for a file");
        for (auto rest = bytes; !rest.empty();) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            fleet::require(written > 0, "there is memory for its bytes");
            rest = rest.subspan(static_cast<std::size_t>(written));
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { ::close(descriptor_); }
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

}  // namespace

void recording(Input input) {
    const File file(input);
    const auto at = fleet::parse_time("2018-08-06T01:00:00Z").value();
    fleet::AccountExport account;
    try {
        fleet::exports::read_recording(file.path(), {.at = at, .quiet_until = at}, account);
    } catch (const fleet::Error& error) {
        fleet::require(!std::string_view(error.what()).empty(), "a refusal has a reason");
        return;
    }
    for (const auto& interval : account.history.intervals()) {
        fleet::require(interval.connected < at, "what comes later is not told");
        fleet::require(!interval.disconnected || *interval.disconnected >= interval.connected,
                       "nobody leaves before they come");
    }
}

}  // namespace fuzz
