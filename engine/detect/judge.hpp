// Datapoint columns and behaviours to alarms: the half of detect that knows thresholds and not how
// anything was counted. (docs/detect-semantics §5–8)
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/alarm_book.hpp"
#include "engine/detect/collector.hpp"
#include "engine/detect/criteria.hpp"
#include "engine/detect/criteria/fleet_threshold.hpp"
#include "engine/detect/criteria/reported_criteria.hpp"
#include "engine/detect/criteria/statistical_threshold.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/detect/detect_reading.hpp"
#include "engine/detect/target.hpp"
#include "engine/detect/trace.hpp"
#include "engine/finding.hpp"

namespace engine {

/// Is there a criteria to judge by, and a metric to judge?
bool judges(const Behavior& behavior);
/// How many slots its window has, from 1.
inline unsigned window_slots(const Behavior& behavior) {
    return behavior.duration_seconds == 0 ? 1 : behavior.duration_seconds / 300;
}

class Judge {
  public:
    /// Both references outlive the object. The number of workers cannot show in any event.
    Judge(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
          fleet::Workers workers);

    /// Before anything is judged.
    void set(const DetectReading& reading) { reading_ = reading; }
    /// Puts a profile in force from `since` on, in place of one of its name, and tells `collector`
    /// what it needs.
    void put(const SecurityProfile& profile, std::span<const std::string> targets,
             fleet::Time since, Collector& collector);
    /// The registry changed what this thing is: which profiles cover it may have changed with it.
    void refresh(fleet::NameId thing);

    /// Judges the collector's sealed slot.
    void judge(const Collector& collector, std::vector<ViolationEvent>& events);
    /// Ends the alarms that nothing feeds any more, at the ends of the slots `first` to `last`.
    void sweep(Slot first, Slot last, std::vector<ViolationEvent>& events) {
        book_.sweep(first, last, events);
    }

    /// Is the thing, registered or not, one that the profile judges?
    bool covers(std::string_view profile, fleet::NameId thing) const;
    /// Does a profile in force retain the metric of this thing? (docs/detect-semantics §13)
    bool retains(fleet::NameId thing, const std::string& metric,
                 const std::optional<Dimension>& dimension, Slot slot) const;
    std::vector<ActiveViolation> active_violations() const { return book_.active_violations(); }
    std::vector<BehaviorInForce> behaviors_for(std::string_view thing) const;
    std::span<const SecurityProfile> profiles() const { return profiles_; }

    /// From now on keeps what one behaviour makes of one thing.
    void ask(DetectQuestion question);
    const DetectTrace& trace() const { return trace_; }

  private:
    static constexpr auto never = std::numeric_limits<Slot>::max();
    static constexpr std::size_t handful = 512;  // things that are judged side by side
    /// Where a behaviour's datapoints come from.
    enum class Source : std::uint8_t { window, report, absence };
    /// What the fleet did, window by window.
    template <class Sample>
    struct Comparison {
        FleetThreshold<Sample> now;   // what things are held against in the slot
        FleetThreshold<Sample> next;  // what they will be, where that is of the window before
        Slot next_slot = 0;           // when it was taken
    };
    /// A behaviour that judges, made ready for the hot loop.
    struct Watch {
        std::size_t row = 0;     // in the book
        std::size_t column = 0;  // in the collector, or in what devices report
        Source source = Source::window;
        bool is_delta = false;  // then: a sum over its window
        unsigned slots = 1;     // its window
        Slot since = 0;         // the column is known to hold its window from here on
        const CriteriaKind* kind = nullptr;
        Criteria criteria;
        ReportedCriteria reported;             // of what devices report, instead
        std::optional<Percentile> percentile;  // a statistical one: its limits follow the fleet
        bool is_comparable = true;             // in the slot: there are limits
        Comparison<std::uint64_t> counts;      // of a statistical one
        Comparison<double> numbers;            // likewise, of a custom metric
        std::uint32_t to_alarm = 1;
        std::uint32_t to_clear = 1;
    };
    /// What makes profiles_[i] work.
    struct Force {
        Targets targets;
        Slot since = 0;
        fleet::Time begin;  // reports of before are not its business
        std::vector<Watch> watches;
        bool has_long_window = false;
        bool has_statistics = false;
        bool has_reported = false;
        bool has_absences = false;
        std::vector<Slot> first_seen;      // by thing, where a window is longer than a slot
        std::vector<std::uint8_t> covers;  // by plan: is this profile in it?
    };
    /// A thing with activity in some window that ends in the slot.
    struct Candidate {
        fleet::NameId thing = fleet::no_name;
        unsigned activity = 0;
        Slot seen_since = 0;  // by the profile at hand
        bool has_datapoint = false;
    };
    /// A step of an alarm, still to be written into the book.
    struct Verdict {
        std::size_t row = 0;
        fleet::NameId thing = fleet::no_name;
        AlarmStep step{};
        fleet::Time time;
        MetricValue value;
    };
    using Plan = std::vector<std::uint16_t>;  // profiles that judge a thing, ascending

    Watch make_watch(const SecurityProfile& profile, const Behavior& behavior, Slot since,
                     Collector& collector);
    Watch make_reported_watch(const SecurityProfile& profile, const Behavior& behavior, Slot since,
                              Collector& collector);
    void replace(const SecurityProfile& before, const SecurityProfile& after,
                 const Force& old_force, Force& force);
    Watch make_absence_watch(const SecurityProfile& profile, const Behavior& behavior, Slot since,
                             Collector& collector);
    void judge_absences(const Collector& collector, std::size_t first, std::size_t last,
                        std::vector<Verdict>& verdicts);
    std::optional<std::uint64_t> absence_of(const Collector& collector, fleet::NameId thing) const;
    bool is_due(const Watch& watch, Slot slot) const;
    DetectMoment absence_moment(const Collector& collector, fleet::NameId thing) const;
    void grow(std::size_t things);
    void set_plan(fleet::NameId thing);
    void leave(fleet::NameId thing, std::uint16_t profile);
    const fleet::Thing* registered(fleet::NameId thing) const;
    using Samples = std::vector<std::vector<std::uint64_t>>;  // by statistical watch
    void compare_fleet(const Collector& collector);
    void gather_samples(const Collector& collector, std::size_t first, std::size_t last,
                        Samples& samples);
    static std::size_t gather(const Collector& collector, std::size_t& first, std::size_t last,
                              std::span<Candidate> candidates);
    std::span<Candidate> covered(Force& force, std::span<Candidate> candidates, Slot slot) const;
    template <class Take>
    static void read_numbers(const Column& column, Slot slot, const Watch& watch,
                             std::span<Candidate> candidates, Take take);
    template <class Take>
    static void read_open(const Column& column, std::span<const Candidate> candidates, Take take);
    void judge_share(const Collector& collector, std::size_t first, std::size_t last,
                     std::vector<Verdict>& verdicts);
    void judge_profile(const Collector& collector, Force& force, std::span<Candidate> candidates,
                       std::vector<Verdict>& verdicts);
    bool may_judge(Force& force, Candidate& candidate, Slot slot) const;
    void judge_numbers(const Column& column, Slot slot, const Watch& watch,
                       std::span<Candidate> candidates, std::vector<Verdict>& verdicts);
    void judge_addresses(const Collector& collector, const Watch& watch,
                         std::span<Candidate> candidates, std::vector<Verdict>& verdicts);
    void judge_datapoint(const Watch& watch, fleet::NameId thing, bool conforms,
                         const Datapoint& datapoint, std::vector<Verdict>& verdicts);

    using Reports = std::span<const ReportRow>;
    void compare_reports(const Collector& collector);
    template <class Sample>
    void hold_against(Watch& watch, Comparison<Sample>& comparison, std::vector<Sample>& samples,
                      Slot slot) const;
    static bool conforms(const Watch& watch, const ReportedDatapoint& datapoint);
    void judge_reports(const Collector& collector, Reports reports, std::vector<Verdict>& verdicts);
    void judge_thing(const Collector& collector, Force& force, Reports reports,
                     std::vector<Verdict>& verdicts);
    bool is_full(const Force& force, const Watch& watch, fleet::NameId thing, Slot slot) const;
    static std::optional<ReportedDatapoint> of_report(const Reported& reported, const Watch& watch,
                                                      const ReportRow& row);
    static std::optional<ReportedDatapoint> of_slot(const Reported& reported, const Watch& watch,
                                                    Reports reports, Slot slot);
    void judge_reported(const Watch& watch, fleet::NameId thing, fleet::Time time,
                        const ReportedDatapoint& datapoint, std::vector<Verdict>& verdicts);

    void note_reported(const Watch& watch, fleet::NameId thing, fleet::Time time, bool conforms,
                       const ReportedDatapoint& datapoint);
    DetectMoment::Outcome outcome_of_reports(const Collector& collector, std::size_t profile,
                                             const Watch& watch, fleet::NameId thing) const;
    static NumberLimits limits_for(const Watch& watch, std::uint64_t own);
    static std::string limit_text(const Watch& watch, const DetectMoment& moment);
    DetectMoment moment_of(const Watch& watch, fleet::NameId thing, fleet::Time time) const;
    void describe(const Collector& collector, const Watch& watch);
    const Watch* watch_asked_for(std::size_t& profile);
    DetectMoment::Outcome outcome_of(const Collector& collector, std::size_t profile,
                                     const Watch& watch, fleet::NameId thing,
                                     Datapoint& datapoint) const;
    void note_moment(const Collector& collector);

    const fleet::Inventory& inventory_;
    const fleet::Dictionary& dictionary_;
    fleet::Workers workers_;
    std::size_t first_things_;  // client ids below it are things of the registry
    AlarmBook book_;
    std::vector<SecurityProfile> profiles_;
    std::vector<Force> forces_;
    std::vector<Plan> plans_;              // every combination met
    std::map<Plan, std::uint16_t> known_;  // its number
    std::vector<std::uint16_t> plan_of_;   // by thing
    Plan scratch_;
    fleet::Time now_;  // the end of the slot that is judged
    DetectReading reading_;
    std::optional<DetectQuestion> question_;
    const Watch* asked_ = nullptr;  // while a slot is judged
    std::size_t asked_profile_ = 0;
    fleet::NameId asked_thing_ = fleet::no_name;
    std::size_t told_moments_ = 0;  // before the slot
    DetectTrace trace_;
};

}  // namespace engine
