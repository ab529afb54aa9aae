// The memory that the broker's tap and we share: the virtual clock, a ring of records from the tap
// to us, and a small one back. One writer and one reader each; nothing is ever dropped.
//
// The memory is anonymous and inherited by descriptor: a file in /dev/shm would outlive a killed
// run.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "fleet/base/time.hpp"

namespace sim {

/// How far a ring was written and read, in bytes since the start; each side writes only its own.
struct RingProgress {
    alignas(64) std::atomic<std::uint64_t> written;
    alignas(64) std::atomic<std::uint64_t> read;
};

/// Records of any length up to the capacity, in order, from one writer to one reader.
class Ring {
  public:
    Ring(RingProgress& progress, std::span<char> bytes) : progress_(&progress), bytes_(bytes) {}

    /// False, and nothing written, while there is no room.
    bool try_write(std::string_view record);
    /// Writes; naps 50 us at a time while there is no room (back-pressure).
    void write(std::string_view record);
    /// False when there is none. Raises Error for a length that no writer can have written.
    bool try_read(std::string& record);
    bool is_empty() const;

  private:
    void copy_in(std::uint64_t at, const void* from, std::size_t size);
    void copy_out(std::uint64_t at, void* to, std::size_t size) const;

    RingProgress* progress_;
    std::span<char> bytes_;
};

/// The shared memory itself. Movable; unmapped and closed by its destructor.
class TapMemory {
  public:
    /// New memory, its descriptor inheritable.
    static TapMemory create(std::size_t events_bytes, std::size_t control_bytes);
    /// What create() made, in the process that inherited `descriptor`.
    static TapMemory attach(int descriptor);

    TapMemory(TapMemory&& other) noexcept;
    TapMemory& operator=(TapMemory&&) = delete;
    ~TapMemory();

    int descriptor() const { return descriptor_; }
    fleet::Time now() const;
    void set_now(fleet::Time now);
    Ring events() const;   // tap to us
    Ring control() const;  // us to tap

  private:
    struct Header;
    TapMemory(int descriptor, std::size_t size);

    int descriptor_ = -1;
    std::size_t size_ = 0;
    Header* header_ = nullptr;
};

}  // namespace sim
