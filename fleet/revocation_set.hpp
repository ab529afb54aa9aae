// The serials of a revocation list, made ready for millions of questions: a list may have a hundred
// thousand entries, and an audit asks for every certificate.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fleet/certificate.hpp"

namespace fleet {

/// Refers to the serials it is made from, which must be ascending and outlive it.
class RevocationSet {
  public:
    explicit RevocationSet(std::span<const Serial> revoked);
    bool contains(const Serial& serial) const;

  private:
    void add(std::uint32_t index);

    std::span<const Serial> revoked_;
    std::vector<std::uint64_t> slots_;  // upper half of the hash, index + 1 below; 0: free
    std::uint64_t mask_ = 0;
    bool is_crowded_ = false;  // by somebody who chose serials that collide: search instead
};

}  // namespace fleet
