// Where every thing stands under every behaviour, and the alarms that are on: what the judge writes
// its verdicts into. (docs/detect-semantics §7)
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/detect/alarm.hpp"
#include "engine/detect/slot.hpp"
#include "engine/finding.hpp"
#include "fleet/dictionary.hpp"

namespace engine {

class AlarmBook {
  public:
    /// `dictionary` outlives the object.
    AlarmBook(std::string account_id, const fleet::Dictionary& dictionary);

    /// The row of a behaviour, which stays its own for good; made when it is new.
    std::size_t row(std::string_view profile, std::string_view behavior);
    /// Its alarms last however long a thing is silent. (docs/detect-semantics §4.10)
    void outlast_silence(std::size_t row) { rows_[row].outlasts_silence = true; }
    void resize(std::size_t things);

    /// This thing yielded a datapoint of some metric at the end of `slot`.
    void note_datapoint(fleet::NameId thing, Slot slot) { last_datapoint_[thing] = slot; }
    /// By thing. Where no alarm is on and no violation counted towards one, a conforming datapoint
    /// changes nothing.
    std::span<const AlarmState> states(std::size_t row) const { return rows_[row].states; }
    /// Counts one datapoint. Unless the step is none, `write` must follow.
    AlarmStep count(std::size_t row, fleet::NameId thing, bool conforms, std::uint32_t to_alarm,
                    std::uint32_t to_clear) {
        return step(rows_[row].states[thing], conforms, to_alarm, to_clear);
    }
    void write(std::size_t row, fleet::NameId thing, AlarmStep step, fleet::Time time,
               MetricValue value, std::vector<ViolationEvent>& events);

    /// The criteria changed: runs start again, alarms stay on.
    void restart(std::size_t row);
    /// The behaviour is gone: its alarms have lost what they were about.
    void drop(std::size_t row);
    /// The thing is out of the behaviour's reach.
    void lose(std::size_t row, fleet::NameId thing);

    /// Ends the alarms that nothing feeds any more, at the ends of the slots `first` to `last`.
    void sweep(Slot first, Slot last, std::vector<ViolationEvent>& events);
    /// By (start, violation id).
    std::vector<ActiveViolation> active_violations() const;

  private:
    struct Row {
        std::string profile;
        std::string behavior;
        bool outlasts_silence = false;
        std::vector<AlarmState> states;                            // by thing
        std::unordered_map<fleet::NameId, std::uint32_t> records;  // while its alarm is on
    };
    struct Record {
        bool is_used = false;
        bool is_lost = false;
        std::size_t row = 0;
        fleet::NameId thing = fleet::no_name;
        ActiveViolation violation;
    };
    void raise(std::size_t row, fleet::NameId thing, fleet::Time time, MetricValue value);
    void emit(const Record& record, ViolationEventType type, fleet::Time time,
              std::optional<MetricValue> value, std::vector<ViolationEvent>& events) const;
    void release(std::uint32_t place);

    std::string account_id_;
    const fleet::Dictionary& dictionary_;
    std::vector<Row> rows_;
    std::vector<Slot> last_datapoint_;  // by thing
    std::vector<Record> records_;
    std::vector<std::uint32_t> free_;  // unused places in records_
};

}  // namespace engine
