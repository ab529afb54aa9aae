// Policy variables and condition keys: one name, looked up in a requester. The same names serve
// both, as ${name} within a text and as the key of a condition (docs/policy-semantics §4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fleet/policy.hpp"

namespace fleet {

/// A name taken apart once, so that looking it up is a switch.
struct PolicyVariable {
    enum class Kind : std::uint8_t {
        unknown,
        client_id,
        certificate_id,
        source_ip,
        thing_name,
        thing_type_name,
        thing_attribute,
        thing_is_attached,
        subject,
        issuer,
        connect_attributes,
        last_will_topic,
    };
    Kind kind = Kind::unknown;
    std::uint8_t index = 0;  // which value of a certificate's field, from 0
    bool is_list = false;    // all of them: the suffix .List
    std::string name{};      // of the thing's attribute or the certificate's field
};

/// "iot:ClientId", "iot:Certificate.Subject.CommonName.1", … ; what it does not know is unknown.
PolicyVariable policy_variable(std::string_view name);

/// What a requester has under a name: at most five values. Views into the requester.
class PolicyValues {
  public:
    static constexpr std::size_t count_max = 5;

    bool is_full() const { return count_ == count_max; }
    /// Ignored when full.
    void add(std::string_view value) {
        if (!is_full()) values_[count_++] = value;
    }
    bool empty() const { return count_ == 0; }
    const std::string_view* begin() const { return values_.data(); }
    const std::string_view* end() const { return values_.data() + count_; }

  private:
    std::array<std::string_view, count_max> values_;
    std::size_t count_ = 0;
};

/// The values of a condition key; empty when the requester has none.
PolicyValues values_of(const PolicyVariable& variable, const Requester& requester);
/// The text that takes the place of ${…}; nullopt when none may.
std::optional<std::string_view> substitution(const PolicyVariable& variable,
                                             const Requester& requester);

/// Equal but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace fleet
