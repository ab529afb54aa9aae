#include "engine/examination.hpp"

#include <algorithm>

#include "engine/cloudwatch.hpp"
#include "engine/detect/detect.hpp"
#include "engine/notifications.hpp"
#include "engine/operations.hpp"
#include "engine/operations/metric_values_request.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

/// What is still to come of a slice: what happens from the instant `reached` on.
struct Remainder {
    std::span<const fleet::Change> changes;
    std::span<const fleet::Observation> observations;
    fleet::Time reached;
};

}  // namespace

struct Examination::State {
    State(const fleet::Inventory& start, const Rules& given, const fleet::Dictionary& names,
          fleet::Workers given_workers, DatapointSeam seam)
        : inventory(start),
          rules(given),
          dictionary(names),
          workers(given_workers),
          is_collecting(seam.sink != nullptr),
          detect(inventory, dictionary, workers, seam) {
        account.reading = rules.reading;
        account.definitions = rules.definitions;
        for (auto& metric : account.definitions.custom_metrics)
            metric.created = metric.modified = rules.start;
        for (auto& dimension : account.definitions.dimensions)
            dimension.created = dimension.modified = rules.start;
        detect.set(rules.detect);
        want_values();
        if (!is_collecting) return;
        std::erase_if(rules.operations, [](const PlannedOperation& planned) {
            return !operation_named(planned.operation)->alters_world;
        });
    }

    fleet::Inventory inventory;  // the engine's own registry
    Rules rules;
    const fleet::Dictionary& dictionary;
    fleet::Workers workers;
    bool is_collecting;  // no audit is ever started
    fleet::ConnectionHistory history;
    AccountState account;
    Requests requests;
    Detect detect;
    std::size_t next_operation = 0;  // in rules.operations
    bool is_over = false;            // the last slice has come: no scheduled audit starts any more

    /// What one thread was told of a slice that comes in parts.
    struct alignas(fleet::apart_bytes) Share {
        std::vector<fleet::Observation> kept;  // all, or what history wants
    };
    fleet::Slice slice;                  // that is being told
    bool is_kept_whole = false;          // something is due within it
    std::vector<Share> told;             // by share
    std::vector<ViolationEvent> raised;  // by it

    AuditView view() const { return {inventory, history, dictionary}; }

    /// The next instant at which an operation or an audit is due.
    std::optional<fleet::Time> next_instant() const {
        auto next = next_audit_step(account);
        if (const auto start = is_over ? std::nullopt : next_scheduled_start(account))
            next = std::min(next.value_or(*start), *start);
        if (next_operation < rules.operations.size()) {
            const auto time = rules.operations[next_operation].time;
            next = std::min(next.value_or(time), time);
        }
        return next;
    }

    /// A change takes effect before what happens at its instant, an observation after it: an audit
    /// sees the registry as of its instant and the history before it.
    void read_until(fleet::Time instant, Remainder& rest) {
        while (!rest.changes.empty() && rest.changes.front().time <= instant) {
            fleet::apply(inventory, rest.changes.front());
            rest.changes = rest.changes.subspan(1);
        }
        remember_connections(rest, instant);
        rest.reached = std::max(rest.reached, instant);
    }

    /// Of most observations history wants nothing: those that it wants are picked out by all hands.
    void remember_connections(const Remainder& rest, fleet::Time instant) {
        const auto shares = workers.shares_of(rest.observations.size());
        std::vector<std::vector<const fleet::Observation*>> found(shares);
        fleet::for_each_share(
            rest.observations.size(), shares,
            [&](unsigned share, std::size_t first, std::size_t last) {
                for (const auto& seen : rest.observations.subspan(first, last - first)) {
                    if (fleet::ConnectionHistory::wants(seen.kind) && seen.time >= rest.reached &&
                        seen.time < instant)
                        found[share].push_back(&seen);
                }
            });
        for (const auto& part : found) {
            for (const auto* seen : part) history.add(*seen);
        }
    }

    /// Running audits go first: they were started before. So was what is scheduled arranged before
    /// an operation of the same instant.
    void perform_due(fleet::Time now) {
        continue_audits(account, view(), now);
        if (!is_over) start_scheduled_audits(account, view(), now);
        for (; next_operation < rules.operations.size(); ++next_operation) {
            const auto& planned = rules.operations[next_operation];
            if (planned.time > now) break;
            const bool is_initial = planned.time == rules.start && planned.where.empty();
            OperationContext context{
                .account = account,
                .inventory = inventory,
                .history = history,
                .dictionary = dictionary,
                .detect = detect,
                .requests = requests.changes,
                .now = planned.time,
                .enabled_since = is_initial ? rules.checks_enabled_since : planned.time};
            perform(context, planned);
        }
    }

    /// What an operation will list is kept from the start.
    void want_values() {
        for (const auto& planned : rules.operations) {
            if (planned.operation != "ListMetricValues") continue;
            const auto request = fleet::parse_json(planned.request, planned.operation);
            const auto series = series_in(request.root(), rules.definitions);
            if (series) detect.want(*series, rules.definitions);
        }
    }

    void attach_profiles() {
        for (const auto& attachment : rules.profiles) {
            auto& stored = add_profile(account, attachment.profile, rules.start);
            stored.targets = attachment.targets;
            detect.attach(stored.profile, stored.targets, rules.start);
        }
    }

    void alert(const ViolationEvent& event) {
        const auto stored = account.profiles.find(event.profile_name);
        // What ends with its profile or behaviour is kept, and nobody is told.
        if (stored == account.profiles.end()) return;
        const auto& profile = stored->second.profile;
        if (profile.alert_topic_arn.empty()) return;
        const auto behavior =
            std::ranges::find(profile.behaviors, event.behavior_name, &Behavior::name);
        if (behavior == profile.behaviors.end()) return;
        if (behavior->suppress_alerts) return;
        notify(account.findings.notifications, inventory,
               {.target_arn = profile.alert_topic_arn,
                .role_arn = profile.alert_role_arn,
                .is_enabled = true},
               event.time, alert_message(event, behavior->json));
    }

    void take(std::vector<ViolationEvent> events) {
        for (auto& reply : detect.take_replies()) requests.outgoing.push_back(std::move(reply));
        for (auto& message : detect.take_exports()) requests.exports.push_back(std::move(message));
        account.findings.reports = detect.report_counts();
        for (const auto& event : events) alert(event);
        count_violations(account.findings.cloudwatch, events);
        auto& all = account.findings.violation_events;
        all.insert(all.end(), std::make_move_iterator(events.begin()),
                   std::make_move_iterator(events.end()));
        if (!events.empty()) account.findings.active_violations = detect.active_violations();
    }
};

Examination::Examination(const fleet::Inventory& inventory, const Rules& rules,
                         const fleet::Dictionary& dictionary, fleet::Workers workers,
                         DatapointSeam seam)
    : state_(std::make_unique<State>(inventory, rules, dictionary, workers, seam)) {
    state_->attach_profiles();
    while (const auto instant = state_->next_instant()) {
        if (*instant >= rules.start) break;
        state_->perform_due(*instant);
    }
}

Examination::~Examination() = default;

/// What happens before an instant within the slice must be known when the instant comes, whichever
/// part it is told in: such a slice, which is rare, is kept and read whole.
void Examination::begin(const fleet::Slice& slice) {
    auto& state = *state_;
    state.slice.begin = slice.begin;
    state.slice.end = slice.end;
    state.slice.changes = slice.changes;
    const auto instant = state.next_instant();
    state.is_kept_whole = instant && *instant < slice.end;
    if (state.is_kept_whole) return;
    for (const auto& change : slice.changes) fleet::apply(state.inventory, change);
    state.detect.begin(slice, state.raised);
}

void Examination::expect(unsigned shares) {
    state_->told.assign(shares, {});
    if (!state_->is_kept_whole) state_->detect.expect(shares);
}

void Examination::take(unsigned share, std::span<const fleet::Observation> part) {
    auto& kept = state_->told[share].kept;
    if (state_->is_kept_whole) {
        kept.insert(kept.end(), part.begin(), part.end());
        return;
    }
    std::ranges::copy_if(part, std::back_inserter(kept), fleet::ConnectionHistory::wants,
                         &fleet::Observation::kind);
    state_->detect.take(share, part);
}

void Examination::end() {
    auto& state = *state_;
    if (state.is_kept_whole) {
        for (auto& [kept] : state.told)
            state.slice.observations.insert(state.slice.observations.end(), kept.begin(),
                                            kept.end());
        observe(state.slice);
        state.slice.observations = {};
        return;
    }
    for (const auto& [kept] : state.told) {
        for (const auto& seen : kept) state.history.add(seen);
    }
    state.detect.end(state.slice.end, state.raised);
    state.take(std::exchange(state.raised, {}));
}

void Examination::observe(const fleet::Slice& slice) {
    Remainder rest{slice.changes, slice.observations, slice.begin};
    while (const auto instant = state_->next_instant()) {
        if (*instant >= slice.end) break;
        state_->read_until(*instant, rest);
        state_->perform_due(*instant);
    }
    state_->read_until(slice.end, rest);
    fleet::require(rest.changes.empty(), "a slice holds nothing beyond its end");
    std::vector<ViolationEvent> events;
    state_->detect.observe(slice, events);
    state_->take(std::move(events));
}

Requests Examination::take_requests() { return std::exchange(state_->requests, {}); }

void Examination::conclude(fleet::Time end) {
    std::vector<ViolationEvent> events;
    state_->detect.advance_to(end, events);
    state_->take(std::move(events));
    state_->is_over = true;
    while (const auto instant = state_->next_instant()) state_->perform_due(*instant);
    state_->detect.conclude();
    state_->account.findings.active_violations = state_->detect.active_violations();
}

void Examination::ask(CheckQuestion question) { state_->account.question = std::move(question); }

const std::vector<CheckAnswer>& Examination::answers() const { return state_->account.answers; }

void Examination::ask(DetectQuestion question) { state_->detect.ask(std::move(question)); }

const DetectTrace& Examination::trace() const { return state_->detect.trace(); }

const Findings& Examination::findings() const { return state_->account.findings; }

std::vector<BehaviorInForce> Examination::behaviors_for(std::string_view thing) const {
    return state_->detect.behaviors_for(thing);
}

}  // namespace engine
