// Finding one of a million by name: a hash table of 32-bit indices over keys that stay where they
// are. Eight to sixteen bytes an entry, where a map of texts would take more than a hundred.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "fleet/certificate.hpp"

namespace fleet {

/// `key_of(index)` gives the key of an entry as a text; it must give the same for as long as the
/// entry is in the table, and no two entries may share one.
class AccessIndex {
  public:
    template <class KeyOf>
    void add(std::uint32_t index, KeyOf&& key_of) {
        if (2 * (count_ + 1) > slots_.size()) grow(key_of);
        auto at = slot(key_of(index));
        while (slots_[at] != no_index) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = index;
        ++count_;
    }

    template <class KeyOf>
    std::uint32_t find(std::string_view key, KeyOf&& key_of) const {
        if (slots_.empty()) return no_index;
        for (auto at = slot(key); slots_[at] != no_index; at = (at + 1) & (slots_.size() - 1))
            if (key_of(slots_[at]) == key) return slots_[at];
        return no_index;
    }

  private:
    std::size_t slot(std::string_view key) const {
        return std::hash<std::string_view>{}(key) & (slots_.size() - 1);
    }

    template <class KeyOf>
    void grow(KeyOf&& key_of) {
        auto old = std::move(slots_);
        slots_.assign(old.empty() ? 16 : old.size() * 2, no_index);
        for (const auto index : old) {
            if (index == no_index) continue;
            auto at = slot(key_of(index));
            while (slots_[at] != no_index) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = index;
        }
    }

    std::vector<std::uint32_t> slots_;
    std::size_t count_ = 0;
};

}  // namespace fleet
