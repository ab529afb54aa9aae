#include "engine/detect/alarm_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

/// A silent thing's alarm lasts as long as its last datapoint is not more than two days old.
/// (docs/detect-semantics §7.6)
constexpr Slot silence_slots_max = 48 * window_slots_max;

}  // namespace

AlarmBook::AlarmBook(std::string account_id, const fleet::Dictionary& dictionary)
    : account_id_(std::move(account_id)), dictionary_(dictionary) {}

std::size_t AlarmBook::row(std::string_view profile, std::string_view behavior) {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
        return row.profile == profile && row.behavior == behavior;
    });
    if (found != rows_.end()) return static_cast<std::size_t>(found - rows_.begin());
    rows_.push_back({.profile = std::string(profile),
                     .behavior = std::string(behavior),
                     .states = std::vector<AlarmState>(last_datapoint_.size()),
                     .records = {}});
    return rows_.size() - 1;
}

void AlarmBook::resize(std::size_t things) {
    last_datapoint_.resize(things);
    for (auto& row : rows_) row.states.resize(things);
}

void AlarmBook::write(std::size_t row, fleet::NameId thing, AlarmStep step, fleet::Time time,
                      MetricValue value, std::vector<ViolationEvent>& events) {
    if (step == AlarmStep::raised) raise(row, thing, time, value);
    const auto place = rows_[row].records.at(thing);
    auto& record = records_[place];
    if (step == AlarmStep::cleared) {
        emit(record, ViolationEventType::alarm_cleared, time, std::move(value), events);
        release(place);
        return;
    }
    record.violation.last_value = value;
    record.violation.last_violation_time = time;
    if (step == AlarmStep::raised)
        emit(record, ViolationEventType::in_alarm, time, std::move(value), events);
}

void AlarmBook::raise(std::size_t row, fleet::NameId thing, fleet::Time time, MetricValue value) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(records_.size()));
        records_.emplace_back();
    }
    const auto place = free_.back();
    free_.pop_back();
    rows_[row].records[thing] = place;
    auto& record = records_[place];
    record = {.is_used = true, .is_lost = false, .row = row, .thing = thing, .violation = {}};
    auto& violation = record.violation;
    violation.profile_name = rows_[row].profile;
    violation.behavior_name = rows_[row].behavior;
    violation.thing_name = dictionary_.clients.text(thing);
    violation.violation_start_time = time;
    violation.last_violation_time = time;
    violation.last_value = std::move(value);
    // (docs/detect-semantics §7.8)
    const std::array<std::string, 5> parts{account_id_, violation.profile_name,
                                           violation.behavior_name, violation.thing_name,
                                           fmt::format("{}", fleet::epoch_ms(time))};
    violation.violation_id = fleet::stable_id(parts);
}

void AlarmBook::emit(const Record& record, ViolationEventType type, fleet::Time time,
                     std::optional<MetricValue> value, std::vector<ViolationEvent>& events) const {
    events.push_back({.violation_id = record.violation.violation_id,
                      .thing_name = record.violation.thing_name,
                      .profile_name = record.violation.profile_name,
                      .behavior_name = record.violation.behavior_name,
                      .type = type,
                      .time = time,
                      .value = std::move(value)});
}

void AlarmBook::release(std::uint32_t place) {
    auto& record = records_[place];
    auto& of_row = rows_[record.row].records;
    // A thing whose alarm was lost may have another by now.
    if (const auto own = of_row.find(record.thing); own != of_row.end() && own->second == place)
        of_row.erase(own);
    record = {};
    free_.push_back(place);
}

void AlarmBook::restart(std::size_t row) {
    for (auto& state : rows_[row].states) state.run = 0;
}

void AlarmBook::drop(std::size_t row) {
    for (auto& state : rows_[row].states) state = {};
    for (auto& record : records_) record.is_lost |= record.is_used && record.row == row;
}

void AlarmBook::lose(std::size_t row, fleet::NameId thing) {
    auto& state = rows_[row].states[thing];
    if (state.is_on) records_[rows_[row].records.at(thing)].is_lost = true;
    state = {};
}

void AlarmBook::sweep(Slot first, Slot last, std::vector<ViolationEvent>& events) {
    for (std::uint32_t place = 0; place < records_.size(); ++place) {
        auto& record = records_[place];
        if (!record.is_used) continue;
        if (!record.is_lost && rows_[record.row].outlasts_silence) continue;
        const auto silent_from = last_datapoint_[record.thing] + silence_slots_max + 1;
        const auto due = record.is_lost ? first : std::max(first, silent_from);
        if (due > last) continue;
        if (!record.is_lost) rows_[record.row].states[record.thing] = {};
        emit(record, ViolationEventType::alarm_invalidated, end_of(due), std::nullopt, events);
        release(place);
    }
}

std::vector<ActiveViolation> AlarmBook::active_violations() const {
    std::vector<ActiveViolation> violations;
    for (const auto& record : records_) {
        if (record.is_used) violations.push_back(record.violation);
    }
    std::sort(violations.begin(), violations.end(), [](const auto& a, const auto& b) {
        return std::tie(a.violation_start_time, a.violation_id) <
               std::tie(b.violation_start_time, b.violation_id);
    });
    return violations;
}

}  // namespace engine
