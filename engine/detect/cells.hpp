// Many small numbers side by side: 16 bits each for as long as all of them fit, 32 from then on.
// What a device does in five minutes almost always fits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace engine {

class Cells {
  public:
    /// Stands for "nothing yet" where the smallest is sought; as a sum, for "at least so much".
    static constexpr auto max = std::numeric_limits<std::uint32_t>::max();

    std::size_t size() const { return is_wide_ ? wide_.size() : narrow_.size(); }
    bool is_wide() const { return is_wide_; }
    void resize(std::size_t cells, std::uint32_t value) {
        if (is_wide_)
            wide_.resize(cells, value);
        else
            narrow_.resize(cells, narrowed(value));
    }
    std::uint32_t get(std::size_t at) const {
        if (is_wide_) return wide_[at];
        return narrow_[at] == narrow_max ? max : narrow_[at];
    }
    /// `count` of them from `first` on, as they are kept while they are narrow; none once they are
    /// wide.
    std::span<const std::uint16_t> narrow(std::size_t first, std::size_t count) const {
        if (is_wide_) return {};
        return std::span(narrow_).subspan(first, count);
    }
    /// May `value` be set? max may always be filled in.
    bool holds(std::uint32_t value) const { return is_wide_ || value < narrow_max; }
    void set(std::size_t at, std::uint32_t value) {
        if (is_wide_)
            wide_[at] = value;
        else
            narrow_[at] = narrowed(value);
    }
    void fill(std::size_t first, std::size_t count, std::uint32_t value) {
        const auto offset = static_cast<std::ptrdiff_t>(first);
        if (is_wide_)
            std::fill_n(wide_.begin() + offset, count, value);
        else
            std::fill_n(narrow_.begin() + offset, count, narrowed(value));
    }
    /// From now on they hold every value.
    void widen() {
        if (is_wide_) return;
        wide_.resize(narrow_.size());
        for (std::size_t at = 0; at < narrow_.size(); ++at) wide_[at] = get(at);
        is_wide_ = true;
        narrow_ = {};
    }

  private:
    static constexpr auto narrow_max = std::numeric_limits<std::uint16_t>::max();
    static std::uint16_t narrowed(std::uint32_t value) {
        return value == max ? narrow_max : static_cast<std::uint16_t>(value);
    }

    bool is_wide_ = false;
    std::vector<std::uint16_t> narrow_;
    std::vector<std::uint32_t> wide_;
};

}  // namespace engine
