// Live sessions and who hears a topic: the tables behind the broker in memory. Flat arrays by
// client id and by topic.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
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
        fleet::NameId topic = fleet::no_name;
        fleet::PolicyAction action{};
        bool is_allowed = false;
    };
    std::uint32_t actor = nobody;
    std::uint32_t connection = 0;   // ordinal within the client id; counts on over sessions
    std::uint32_t certificate = 0;  // index the access control knows
    fleet::NameId certificate_id = fleet::no_name;
    fleet::NameId address = fleet::no_name;
    std::vector<fleet::NameId> filters;
    std::uint64_t verdicts_version = 0;
    std::uint32_t verdicts_count = 0;
    std::array<CachedVerdict, 3> first_verdicts;  // as many as a device usually asks
    std::vector<CachedVerdict> further_verdicts;

    bool is_live() const { return actor != nobody; }
    void forget_verdicts() {
        verdicts_count = 0;
        further_verdicts.clear();
    }
    void remember(const CachedVerdict& verdict) {
        if (verdicts_count < first_verdicts.size())
            first_verdicts[verdicts_count++] = verdict;
        else
            further_verdicts.push_back(verdict);
    }
    const CachedVerdict* verdict_on(fleet::NameId topic, fleet::PolicyAction action) const {
        const auto is_it = [&](const CachedVerdict& verdict) {
            return verdict.topic == topic && verdict.action == action;
        };
        for (std::uint32_t i = 0; i < verdicts_count; ++i)
            if (is_it(first_verdicts[i])) return &first_verdicts[i];
        const auto found = std::ranges::find_if(further_verdicts, is_it);
        return found == further_verdicts.end() ? nullptr : &*found;
    }
};

/// Subscriptions by filter; filters without wildcards are topics and are looked up by number. Most
/// topics have one listener, which stands in a flat array; several threads may ask, and alter what
/// has one listener, each for topics of its own.
class Subscriptions {
  public:
    explicit Subscriptions(const fleet::Interner& topics) : topics_(topics) { learn_topics(); }

    /// Makes room for topics that were interned since.
    void learn_topics() { first_.resize(topics_.size(), fleet::no_name); }
    void add(fleet::NameId filter, fleet::NameId client);
    void remove(fleet::NameId filter, fleet::NameId client);
    /// Calls `hear(client)` once for each subscription that matches, in the order they were made,
    /// those with wildcards last.
    template <class Hear>
    void for_each_listener(fleet::NameId topic, Hear hear) const {
        const auto first = topic < first_.size() ? first_[topic] : fleet::no_name;
        if (first == several) {
            for (const auto client : several_.at(topic)) hear(client);
        } else if (first != fleet::no_name) {
            hear(first);
        }
        for (const auto& [filter, client] : wildcards_) {
            if (fleet::topic_matches(topics_.text(filter), topics_.text(topic))) hear(client);
        }
    }

  private:
    static constexpr fleet::NameId several = fleet::no_name - 1;
    bool has_wildcard(fleet::NameId filter) const;

    const fleet::Interner& topics_;
    std::vector<fleet::NameId> first_;  // by topic: the listener, or several
    std::unordered_map<fleet::NameId, std::vector<fleet::NameId>> several_;
    std::vector<std::pair<fleet::NameId, fleet::NameId>> wildcards_;
};

}  // namespace sim
