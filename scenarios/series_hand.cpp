#include "scenarios/series_hand.hpp"

#include <algorithm>
#include <utility>

namespace scenarios {
namespace {

using namespace std::chrono_literals;

constexpr fleet::Duration first_moment = 1s;  // in the slot
constexpr fleet::Duration busy = 200s;        // of the slot, at most

}  // namespace

SeriesHand::SeriesHand(Metric metric, fleet::Series series, const Engagement& engagement,
                       Cast& cast, std::uint32_t device)
    : metric_(metric),
      series_(std::move(series)),
      begin_(engagement.begin),
      cloud_(cast.cloud()),
      credential_(cast.fleet().devices[device].credential),
      address_(cast.dictionary().addresses.intern(cast.fleet().devices[device].address)),
      topics_{cast.telemetry_topic(device), cast.command_topic(device),
              cast.dictionary().topics.intern("fleetdrill/denied/" + cast.thing(device))} {}

Reach SeriesHand::reach() const {
    return {.publishes = {topics_.sent, topics_.heard, topics_.denied},
            .subscribes = {topics_.heard},
            .credentials = {credential_}};
}

void SeriesHand::act(std::uint32_t actor, bool is_connected, const Slot& slot,
                     std::vector<Action>& out) const {
    if (slot.begin < begin_ || slot.begin >= end()) return;
    const auto number = static_cast<std::size_t>((slot.begin - begin_) / fleet::slot_length);
    Turn turn{.actor = actor, .out = out, .now = slot.begin + first_moment, .step = 1s};
    const bool is_last = number + 1 == series_.size();
    if (series_[number]) is_connected = play(*series_[number], is_connected, is_last, turn);
    // Then the device begins anew, with its subscriptions.
    if (is_last && is_connected && metric_ != disconnects) {
        turn.now = slot.end - 1ms;
        disconnect(turn);
    }
}

void SeriesHand::connect(Turn& turn) const {
    add(turn, {.kind = ActionKind::connect, .credential = credential_, .address = address_});
    if (metric_ == received) add(turn, {.kind = ActionKind::subscribe, .topic = topics_.heard});
}

void SeriesHand::disconnect(Turn& turn) { add(turn, {.kind = ActionKind::disconnect}); }

void SeriesHand::add(Turn& turn, Action action) {
    action.time = turn.now;
    action.actor = turn.actor;
    turn.out.push_back(action);
    turn.now += turn.step;
}

void SeriesHand::publish(Turn& turn, fleet::NameId topic, std::uint64_t times,
                         std::uint32_t bytes) const {
    add(turn, {.kind = ActionKind::publish,
               .topic = topic,
               .times = static_cast<std::uint32_t>(times),
               .bytes_min = bytes,
               .bytes_max = bytes});
}

bool SeriesHand::play(std::uint64_t value, bool is_connected, bool is_last, Turn& turn) const {
    if (metric_ == attempts || metric_ == disconnects)
        return come_and_go(value, is_connected, is_last, turn);
    const bool was_away = !is_connected;
    if (was_away) connect(turn);
    if (value == 0 && metric_ != size) {
        if (!was_away) disconnect(turn), connect(turn);  // active, and no more than that
        return true;
    }
    if (metric_ == received) {
        turn.now += 1s;
        publish(turn, topics_.heard, value, 64);
        turn.out.back().actor = cloud_;
    } else if (metric_ == size) {
        publish(turn, topics_.sent, 1, static_cast<std::uint32_t>(value));
    } else {
        publish(turn, metric_ == sent ? topics_.sent : topics_.denied, value, 64);
    }
    return true;
}

bool SeriesHand::come_and_go(std::uint64_t value, bool is_connected, bool is_last,
                             Turn& turn) const {
    turn.step = std::min<fleet::Duration>(1s, busy / static_cast<std::int64_t>(2 * value + 4));
    auto left = value;
    if (!is_connected && (metric_ == disconnects || left > 0)) {
        connect(turn);
        if (metric_ == attempts) --left;
        is_connected = true;
    }
    if (value == 0) {
        if (is_connected) publish(turn, topics_.sent, 1, 64);  // active, and no more than that
        return is_connected;
    }
    for (; left > 0; --left) {
        disconnect(turn);
        is_connected = metric_ == attempts || !is_last || left > 1;
        if (is_connected) connect(turn);
    }
    return is_connected;
}

}  // namespace scenarios
