// Live sessions and who hears a topic: the tables behind the broker in memory. Flat arrays by
// client id and by topic.
#pragma once

#include <cstdint>
#include <vector>

#include "fleet/base/text.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/policy.hpp"

namespace sim {

inline constexpr std::uint32_t nobody = 0xFFFFFFFFU;

/// One client id's session: live when `actor` is somebody. Verdicts are cached, for a device asks
/// the same few again and again.
struct Session {
    struct CachedVerdict {
        fleet::NameId topic;
        fleet::PolicyAction action;
        bool is_allowed;
    };
    std::uint32_t actor = nobody;
    std::uint32_t connection = 0;   // ordinal within the client id; counts on over sessions
    std::uint32_t certificate = 0;  // index the access control knows
    fleet::NameId certificate_id = fleet::no_name;
    fleet::NameId address = fleet::no_name;
    std::vector<fleet::NameId> filters;
    std::vector<CachedVerdict> verdicts;
    std::uint64_t verdicts_version = 0;

    bool is_live() const { return actor != nobody; }
};

/// Subscriptions by filter; filters without wildcards are topics and are looked up by number.
class Subscriptions {
  public:
    explicit Subscriptions(const fleet::Interner& topics) : topics_(topics) {}

    void add(fleet::NameId filter, fleet::NameId client);
    void remove(fleet::NameId filter, fleet::NameId client);
    /// Calls `hear(client)` once for each subscription that matches, in the order they were made.
    template <class Hear>
    void for_each_listener(fleet::NameId topic, Hear hear) const {
        if (topic < exact_.size()) {
            for (const auto client : exact_[topic]) hear(client);
        }
        for (const auto& [filter, client] : wildcards_) {
            if (fleet::topic_matches(topics_.text(filter), topics_.text(topic))) hear(client);
        }
    }

  private:
    bool has_wildcard(fleet::NameId filter) const;

    const fleet::Interner& topics_;
    std::vector<std::vector<fleet::NameId>> exact_;  // by topic
    std::vector<std::pair<fleet::NameId, fleet::NameId>> wildcards_;
};

}  // namespace sim
