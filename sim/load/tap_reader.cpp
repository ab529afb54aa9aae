#include "sim/load/tap_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "fleet/base/error.hpp"
#include "sim/fold.hpp"
#include "sim/load/load_clients.hpp"

namespace sim {

using fleet::ObservationKind;
using fleet::Reason;

TapReader::TapReader(TapMemory& memory, const fleet::Fleet& fleet, fleet::Dictionary& dictionary,
                     EngineSink engine)
    : memory_(memory),
      events_(memory.events()),
      fleet_(fleet),
      dictionary_(dictionary),
      engine_(std::move(engine)),
      current_(fleet.devices.size()),
      connections_(fleet.devices.size()),
      seen_(fleet.devices.size()),
      refusals_(fleet.devices.size()) {
    memory_.set_now(fleet.inventory.at);
}

void TapReader::tell_addresses() {
    auto control = memory_.control();
    for (std::uint32_t device = 0; device < fleet_.devices.size(); ++device) {
        encode({.kind = ControlRecord::Kind::address,
                .wire = LoadClients::wire_address(device),
                .text = fleet_.devices[device].address},
               bytes_);
        fleet::require(control.try_write(bytes_), "the control ring holds every address");
    }
}

void TapReader::read() {
    while (events_.try_read(bytes_)) take(decode_record(bytes_));
}

void TapReader::take(const TapRecord& record) {
    if (record.session != 0 && sessions_.contains(record.session)) {
        auto& session = sessions_[record.session];
        fleet::Observation seen{.kind = record.kind,
                                .reason = record.reason,
                                .connection = session.connection,
                                .client_id = session.client_id,
                                .certificate_id = session.certificate_id,
                                .source_address = session.address,
                                .bytes_min = record.bytes,
                                .bytes_max = record.bytes,
                                .bytes_sum = record.bytes};
        if (!record.topic.empty()) seen.topic = dictionary_.topics.intern(record.topic);
        batch_.push_back(seen);
        batch_written_ns_.push_back(record.written_ns);
        const bool is_message =
            record.kind == ObservationKind::published ||
            (record.kind == ObservationKind::denied && record.reason == Reason::publish);
        if (is_message) see_message(session);
        if (record.kind == ObservationKind::disconnected) sessions_.erase(record.session);
        return;
    }
    const auto device = record.wire - LoadClients::wire_address(0);
    if (device < fleet_.devices.size()) start_session(record, device);
}

void TapReader::see_message(Session& session) {
    // A broker reads the messages of one connection in the order in which they were sent.
    fleet::require(!session.sent.empty(), "the broker sees no message that was not sent");
    batch_sent_.push_back(session.sent.front());
    session.sent.pop_front();
    ++seen_[session.device];
}

fleet::NameId TapReader::address_of(const TapRecord& record) const {
    return record.address.empty() ? fleet::no_name : dictionary_.addresses.intern(record.address);
}

void TapReader::start_session(const TapRecord& record, std::uint32_t device) {
    Session session{.device = device};
    session.address = address_of(record);
    if (!record.certificate.empty())
        session.certificate_id = dictionary_.certificates.intern(record.certificate);
    if (record.kind == ObservationKind::connected) {
        session.connection = ++connections_[device];
        refusals_[device].clear();
    } else {
        refusals_[device] =
            fmt::format("{}: {}", name_of(record.kind),
                        record.reason == Reason::none ? "TLS failed" : name_of(record.reason));
    }
    if (record.kind != ObservationKind::refused)
        session.client_id = dictionary_.clients.intern(record.client_id);
    batch_.push_back({.kind = record.kind,
                      .reason = record.reason,
                      .connection = session.connection,
                      .client_id = session.client_id,
                      .certificate_id = session.certificate_id,
                      .source_address = session.address});
    batch_written_ns_.push_back(record.written_ns);
    if (record.kind != ObservationKind::connected) return;
    current_[device] = record.session;
    sessions_[record.session] = std::move(session);
}

bool TapReader::turn(LoadFigures& figures) {
    read();
    const auto elapsed = std::chrono::duration_cast<fleet::Duration>(LoadClock::now() - begin_);
    const auto now = fleet_.inventory.at + elapsed;
    memory_.set_now(now);
    if (batch_.empty()) return false;
    for (auto& seen : batch_) {
        seen.time = now;
        if (seen.reason == Reason::publish) ++figures.denied;
    }
    figures.events += batch_.size();
    fold(batch_, dictionary_, fleet_.inventory.things.size());
    fleet::Slice slice{.begin = now,
                       .end = now + fleet::Duration(1),
                       .observations = std::move(batch_),
                       .changes = {}};
    engine_(slice);
    batch_ = std::move(slice.observations);
    batch_.clear();
    measure(figures);
    return true;
}

void TapReader::measure(LoadFigures& figures) {
    const auto now = LoadClock::now();
    const std::chrono::nanoseconds now_ns = now.time_since_epoch();
    for (const auto sent : batch_sent_) figures.engine.add(now - sent);
    for (const auto written : batch_written_ns_)
        figures.lag.add(now_ns - std::chrono::nanoseconds(written));
    figures.seen += batch_sent_.size();
    batch_sent_.clear();
    batch_written_ns_.clear();
}

void TapReader::forget_sessions() {
    sessions_.clear();
    std::fill(current_.begin(), current_.end(), 0U);
}

void TapReader::sent(std::uint32_t device, LoadClock::time_point when) {
    // The broker writes "connected" before it answers the CONNECT, so it can be read by now.
    if (!sessions_.contains(current_[device])) read();
    const auto session = sessions_.find(current_[device]);
    if (session == sessions_.end())
        throw fleet::Error(fmt::format("the broker's tap did not tell that {} is connected",
                                       fleet_.client_id(fleet_.devices[device])));
    session->second.sent.push_back(when);
}

std::string TapReader::why_refused(std::uint32_t device) {
    read();
    return std::exchange(refusals_[device], {});
}

}  // namespace sim
