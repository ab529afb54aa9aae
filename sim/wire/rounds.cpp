#include "sim/wire/rounds.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "fleet/base/text.hpp"

namespace sim {
namespace {

using fleet::NameId;
using scenarios::ActionKind;

constexpr std::uint32_t several = 0xFFFFFFFFU;  // more than one actor

/// Which actors did something to each name: nobody, one, or several.
class Marks {
  public:
    void mark(NameId name, std::uint32_t actor) {
        const auto [entry, is_new] = actors_.try_emplace(name, actor);
        if (!is_new && entry->second != actor) entry->second = several;
    }
    bool by_anybody(NameId name) const { return actors_.contains(name); }
    bool by_another(NameId name, std::uint32_t actor) const {
        const auto found = actors_.find(name);
        return found != actors_.end() && found->second != actor;
    }
    const std::unordered_map<NameId, std::uint32_t>& all() const { return actors_; }

  private:
    std::unordered_map<NameId, std::uint32_t> actors_;
};

bool has_wildcard(std::string_view filter) {
    return fleet::has_topic_wildcard(filter) || filter.starts_with("$share/");
}

/// Of "$share/GROUP/FILTER" the FILTER.
std::string_view matched_filter(std::string_view filter) {
    if (!filter.starts_with("$share/")) return filter;
    const auto slash = filter.find('/', 7);
    return slash == std::string_view::npos ? filter : filter.substr(slash + 1);
}

/// What the steps of the current round did so far.
class OpenRound {
  public:
    explicit OpenRound(const fleet::Interner& topics) : topics_(&topics) {}

    bool conflicts(const Step& step) const {
        return alters_what_another_touched(step) || reaches_what_another_altered(step) ||
               depends_on_own_order(step) || subscribes_to_what_was_published(step) ||
               publishes_to_what_was_lost(step);
    }

    void add(const Step& step) {
        touched_.mark(step.client_id, step.actor);
        acted_.insert(step.actor);
        if (step.kind == ActionKind::connect) connected_from_[step.actor] = step.address;
        for (const auto client : step.altered) {
            altered_.mark(client, step.actor);
            touched_.mark(client, step.actor);
        }
        for (const auto client : step.reached) touched_.mark(client, step.actor);
        if (step.published != fleet::no_name) published_.mark(step.published, step.actor);
        for (const auto filter : step.lost_filters) {
            auto& lost = has_wildcard(topics_->text(filter)) ? lost_patterns_ : lost_topics_;
            lost.mark(filter, step.actor);
        }
    }

  private:
    /// Takeovers, and sessions that another's message reached before they changed.
    bool alters_what_another_touched(const Step& step) const {
        return std::any_of(step.altered.begin(), step.altered.end(),
                           [&](NameId client) { return touched_.by_another(client, step.actor); });
    }

    bool reaches_what_another_altered(const Step& step) const {
        return std::any_of(step.reached.begin(), step.reached.end(),
                           [&](NameId client) { return altered_.by_another(client, step.actor); });
    }

    /// What one client does is ordered within its connection, not across the end of one: its
    /// acknowledgements must be in before it leaves, and it must have left before it comes back.
    bool depends_on_own_order(const Step& step) const {
        if (step.kind == ActionKind::disconnect) return acted_.contains(step.actor);
        if (step.kind != ActionKind::connect) return false;
        // The tap is told one declared address per actor and round.
        const auto before = connected_from_.find(step.actor);
        return altered_.by_anybody(step.client_id) ||
               (before != connected_from_.end() && before->second != step.address);
    }

    bool subscribes_to_what_was_published(const Step& step) const {
        if (step.subscribed == fleet::no_name) return false;
        const auto filter = topics_->text(step.subscribed);
        // Names of topics are interned once, so a filter without wildcards is its topic's number.
        if (!has_wildcard(filter)) return published_.by_another(step.subscribed, step.actor);
        return std::any_of(published_.all().begin(), published_.all().end(), [&](const auto& mark) {
            return mark.second != step.actor &&
                   fleet::topic_matches(matched_filter(filter), topics_->text(mark.first));
        });
    }

    bool publishes_to_what_was_lost(const Step& step) const {
        if (step.published == fleet::no_name) return false;
        if (lost_topics_.by_another(step.published, step.actor)) return true;
        const auto topic = topics_->text(step.published);
        const auto& lost = lost_patterns_.all();
        return std::any_of(lost.begin(), lost.end(), [&](const auto& mark) {
            return mark.second != step.actor &&
                   fleet::topic_matches(matched_filter(topics_->text(mark.first)), topic);
        });
    }

    const fleet::Interner* topics_;
    Marks touched_;    // client ids acted as, altered or reached
    Marks altered_;    // client ids
    Marks published_;  // topics
    Marks lost_topics_;
    Marks lost_patterns_;
    std::unordered_set<std::uint32_t> acted_;
    std::unordered_map<std::uint32_t, NameId> connected_from_;
};

/// Does an instant lie in (first, time]? Both would be judged at `first`.
bool crosses_instant(std::span<const fleet::Time> instants, fleet::Time first, fleet::Time time) {
    const auto next = std::upper_bound(instants.begin(), instants.end(), first);
    return next != instants.end() && *next <= time;
}

}  // namespace

std::vector<Round> cut_rounds(std::span<const Step> steps,
                              std::span<const fleet::Time> validity_instants,
                              const fleet::Interner& topics) {
    std::vector<Round> rounds;
    OpenRound open(topics);
    std::size_t first = 0;
    const auto cut_before = [&](std::size_t at) {
        if (at > first) rounds.push_back({first, at});
        first = at;
        open = OpenRound(topics);
    };
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const auto& step = steps[at];
        if (step.is_change) {
            cut_before(at);
            cut_before(at + 1);
            continue;
        }
        if (crosses_instant(validity_instants, steps[first].time, step.time)) cut_before(at);
        if (step.is_void) continue;
        if (open.conflicts(step)) cut_before(at);
        open.add(step);
    }
    cut_before(steps.size());
    return rounds;
}

}  // namespace sim
