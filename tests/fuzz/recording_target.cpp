#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/base/time.hpp"
#include "fleet/exports/recording.hpp"
#include "sim/recording_source.hpp"
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

/// Counts, and holds what a slice promises.
class Witness final : public fleet::SliceListener {
  public:
    void begin(const fleet::Slice& slice) override {
        fleet::require(end_ <= slice.begin && slice.begin < slice.end, "time goes forward");
        begin_ = slice.begin;
        end_ = slice.end;
    }
    void expect(unsigned /*shares*/) override {}
    void take(unsigned /*share*/, std::span<const fleet::Observation> part) override {
        for (const auto& seen : part)
            fleet::require(begin_ <= seen.time && seen.time < end_, "a slice holds its own");
    }
    void end() override {}

  private:
    fleet::Time begin_{}, end_{};
};

void replay(const File& file) {
    try {
        const auto header = sim::read_recording_header(file.path());
        if (header.end - header.start > std::chrono::days(31)) return;  // as good, and soon done
        fleet::Dictionary dictionary;
        sim::RecordingSource source(file.path(), header, dictionary);
        Witness witness;
        while (source.next(witness)) continue;
    } catch (const fleet::Error& error) {
        fleet::require(!std::string_view(error.what()).empty(), "a refusal has a reason");
    }
}

}  // namespace

void recording(Input input) {
    const File file(input);
    replay(file);
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
