#include "sim/wire/tap_ring.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>
#include <thread>
#include <utility>

#include "fleet/base/error.hpp"

namespace sim {
namespace {
using Length = std::uint32_t;
}

struct TapMemory::Header {
    std::atomic<std::int64_t> now_ms;
    std::uint64_t events_bytes;
    std::uint64_t control_bytes;
    RingProgress events;
    RingProgress control;
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free,
              "atomics that two processes share must not hide a lock");

void Ring::copy_in(std::uint64_t at, const void* from, std::size_t size) {
    const auto start = static_cast<std::size_t>(at % bytes_.size());
    const auto first = std::min(size, bytes_.size() - start);
    std::memcpy(bytes_.data() + start, from, first);
    std::memcpy(bytes_.data(), static_cast<const char*>(from) + first, size - first);
}

void Ring::copy_out(std::uint64_t at, void* to, std::size_t size) const {
    const auto start = static_cast<std::size_t>(at % bytes_.size());
    const auto first = std::min(size, bytes_.size() - start);
    std::memcpy(to, bytes_.data() + start, first);
    std::memcpy(static_cast<char*>(to) + first, bytes_.data(), size - first);
}

bool Ring::try_write(std::string_view record) {
    const auto needed = sizeof(Length) + record.size();
    fleet::require(needed <= bytes_.size(), "a record is larger than its ring");
    const auto written = progress_->written.load(std::memory_order_relaxed);
    const auto read = progress_->read.load(std::memory_order_acquire);
    if (bytes_.size() - (written - read) < needed) return false;
    const auto length = static_cast<Length>(record.size());
    copy_in(written, &length, sizeof length);
    copy_in(written + sizeof length, record.data(), record.size());
    progress_->written.store(written + needed, std::memory_order_release);
    return true;
}

void Ring::write(std::string_view record) {
    while (!try_write(record)) std::this_thread::sleep_for(std::chrono::microseconds(50));
}

bool Ring::try_read(std::string& record) {
    const auto read = progress_->read.load(std::memory_order_relaxed);
    const auto written = progress_->written.load(std::memory_order_acquire);
    if (read == written) return false;
    Length length = 0;
    copy_out(read, &length, sizeof length);
    if (sizeof length + std::uint64_t{length} > written - read) {
        throw fleet::Error("the broker's tap wrote a damaged record: the run cannot be trusted");
    }
    record.resize(length);
    copy_out(read + sizeof length, record.data(), length);
    progress_->read.store(read + sizeof length + length, std::memory_order_release);
    return true;
}

bool Ring::is_empty() const {
    return progress_->read.load(std::memory_order_relaxed) ==
           progress_->written.load(std::memory_order_acquire);
}

TapMemory::TapMemory(int descriptor, std::size_t size) : descriptor_(descriptor), size_(size) {
    void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (at == MAP_FAILED) {
        const auto error = errno;
        close(descriptor);
        throw fleet::Error(fmt::format("cannot map {} bytes shared with the broker: {}", size,
                                       std::strerror(error)));
    }
    header_ = static_cast<Header*>(at);
}

TapMemory TapMemory::create(std::size_t events_bytes, std::size_t control_bytes) {
    const auto size = sizeof(Header) + events_bytes + control_bytes;
    const int descriptor = memfd_create("fleetdrill-tap", 0);
    if (descriptor < 0 || ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
        const auto error = errno;
        if (descriptor >= 0) close(descriptor);
        throw fleet::Error(
            fmt::format("cannot make {} bytes of memory to share with the broker: {}", size,
                        std::strerror(error)));
    }
    TapMemory memory(descriptor, size);
    new (memory.header_) Header{};
    memory.header_->events_bytes = events_bytes;
    memory.header_->control_bytes = control_bytes;
    return memory;
}

TapMemory TapMemory::attach(int descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0) {
        throw fleet::Error(fmt::format("descriptor {} is no memory of a run", descriptor));
    }
    TapMemory memory(descriptor, static_cast<std::size_t>(status.st_size));
    const auto& header = *memory.header_;
    if (memory.size_ != sizeof(Header) + header.events_bytes + header.control_bytes) {
        throw fleet::Error(
            "the shared memory is not laid out as this tap expects: "
            "fleetdrill and fleetdrill_tap.so are of different builds");
    }
    return memory;
}

TapMemory::TapMemory(TapMemory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      header_(std::exchange(other.header_, nullptr)) {}

TapMemory::~TapMemory() {
    if (header_ != nullptr) munmap(header_, size_);
    if (descriptor_ >= 0) close(descriptor_);
}

fleet::Time TapMemory::now() const {
    return fleet::from_epoch_ms(header_->now_ms.load(std::memory_order_acquire));
}

void TapMemory::set_now(fleet::Time now) {
    header_->now_ms.store(fleet::epoch_ms(now), std::memory_order_release);
}

Ring TapMemory::events() const {
    auto* bytes = reinterpret_cast<char*>(header_ + 1);
    return {header_->events, {bytes, header_->events_bytes}};
}

Ring TapMemory::control() const {
    auto* bytes = reinterpret_cast<char*>(header_ + 1) + header_->events_bytes;
    return {header_->control, {bytes, header_->control_bytes}};
}

}  // namespace sim
