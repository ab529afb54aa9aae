// A bounds-checked reader of DER, zero-copy. The first fault sticks: every later step then returns
// nothing, so code that reads a structure needs no check after each element, only one at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"
#include "fleet/pki/der_tags.hpp"

namespace fleet {

using DerBytes = std::span<const std::uint8_t>;

/// The first thing that is wrong, and at which byte of the whole.
class DerFault {
  public:
    explicit DerFault(DerBytes whole) : whole_(whole) {}

    bool exists() const { return exists_; }
    /// "byte 17 (validity): the length runs past the end"; empty when all is well.
    std::string text() const;
    /// Keeps the first only. `at` points into the whole.
    void set(const std::uint8_t* at, std::string_view what, std::string_view message);

  private:
    DerBytes whole_;
    bool exists_ = false;
    std::ptrdiff_t at_ = 0;
    std::string_view what_;  // literals of our own, both
    std::string_view message_;
};

struct DerElement {
    std::uint8_t tag = 0;
    DerBytes content;
};

/// Reads the elements of one content, in order. `what` names the element for the fault's text and
/// must be a literal.
class DerReader {
  public:
    DerReader(DerBytes content, DerFault& fault) : rest_(content), fault_(&fault) {}

    /// Nothing left, or nothing can be read any more.
    bool at_end() const { return rest_.empty() || fault_->exists(); }
    bool next_is(std::uint8_t tag) const { return !at_end() && rest_.front() == tag; }

    /// Short elements, nearly all of them, are read here; what is longer or wrong elsewhere.
    DerElement any(std::string_view what) {
        const bool is_short = rest_.size() >= 2 && rest_[1] < 0x80 &&
                              rest_[1] <= rest_.size() - 2 && (rest_[0] & 0x1FU) != 0x1FU;
        if (!is_short || fault_->exists()) return any_other(what);
        const DerElement element{.tag = rest_[0], .content = rest_.subspan(2, rest_[1])};
        rest_ = rest_.subspan(std::size_t{2} + element.content.size());
        return element;
    }
    DerBytes take(std::uint8_t tag, std::string_view what) {
        const auto* const at = rest_.data();
        const auto element = any(what);
        if (element.tag == tag) return element.content;
        fault_->set(at, what, "another kind of element stands here");
        return {};
    }
    /// The whole element, tag and length included.
    DerBytes whole(std::uint8_t tag, std::string_view what) {
        const auto* const start = rest_.data();
        const auto before = rest_.size();
        take(tag, what);
        return fault_->exists() ? DerBytes{} : DerBytes{start, before - rest_.size()};
    }
    DerReader inside(std::uint8_t tag, std::string_view what) { return {take(tag, what), *fault_}; }
    void skip_optional(std::uint8_t tag, std::string_view what);
    /// A fault unless everything has been read.
    void expect_end(std::string_view what);

    /// A non-empty, shortest-form integer's content bytes, sign included.
    DerBytes integer(std::string_view what);
    /// A well-formed object identifier's content bytes.
    DerBytes object_identifier(std::string_view what);
    /// A bit string without unused bits: its bytes.
    DerBytes bit_string(std::string_view what);
    bool boolean(std::string_view what);
    /// A serial of at most 20 bytes of magnitude. A negative one keeps its bytes as encoded, for
    /// there are certificates out there that carry one.
    Serial serial(std::string_view what, bool* is_negative = nullptr);
    /// UTCTime or GeneralizedTime as RFC 5280 wants them; years 0 to 9999.
    Time time(std::string_view what);
    DistinguishedName name(std::string_view what);
    /// The content of a name that name() would read, without building texts.
    DerBytes name_bytes(std::string_view what);

    DerFault& fault() const { return *fault_; }

  private:
    DerElement any_other(std::string_view what);
    std::optional<std::size_t> length(DerBytes& rest, std::string_view what);

    DerBytes rest_;
    DerFault* fault_;
};

/// The texts of a name whose content name_bytes() returned.
DistinguishedName name_of(DerBytes checked_content);

}  // namespace fleet
