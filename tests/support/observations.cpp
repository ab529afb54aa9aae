#include "tests/support/observations.hpp"

#include <algorithm>
#include <tuple>

#include "fleet/report_topic.hpp"

namespace support {
namespace {

using fleet::ObservationKind;
using fleet::Reason;

Seen a(ObservationKind kind, std::string client, std::uint32_t count = 1) {
    Seen seen;
    seen.observation.kind = kind;
    seen.observation.connection = 1;
    seen.observation.count = count;
    seen.client = std::move(client);
    return seen;
}

fleet::NameId intern(fleet::Interner& names, const std::string& text) {
    return text.empty() ? fleet::no_name : names.intern(text);
}

}  // namespace

Seen Seen::at(fleet::Duration from_begin) const {
    auto seen = *this;
    seen.offset = from_begin;
    return seen;
}
Seen Seen::to(std::string topic_name) const {
    auto seen = *this;
    seen.topic = std::move(topic_name);
    return seen;
}
Seen Seen::on(std::uint32_t connection) const {
    auto seen = *this;
    seen.observation.connection = connection;
    return seen;
}
Seen Seen::from(std::string source_address) const {
    auto seen = *this;
    seen.address = std::move(source_address);
    return seen;
}
Seen Seen::showing(std::string certificate_id) const {
    auto seen = *this;
    seen.certificate = std::move(certificate_id);
    return seen;
}
Seen Seen::telling(std::string report) const {
    auto seen = *this;
    seen.payload = std::move(report);
    return seen;
}
Seen Seen::of_bytes(std::uint32_t smallest, std::uint32_t largest) const {
    auto seen = *this;
    seen.observation.bytes_min = smallest;
    seen.observation.bytes_max = largest;
    return seen;
}

Seen connects(std::string client, std::string address, std::uint32_t connection) {
    return a(ObservationKind::connected, std::move(client)).from(std::move(address)).on(connection);
}
Seen disconnects(std::string client, std::uint32_t connection) {
    return a(ObservationKind::disconnected, std::move(client)).on(connection);
}
Seen publishes(std::string client, std::uint32_t count, std::uint32_t bytes) {
    return a(ObservationKind::published, std::move(client), count)
        .to("dt/x")
        .of_bytes(bytes, bytes);
}
Seen receives(std::string client, std::uint32_t count) {
    return a(ObservationKind::delivered, std::move(client), count).to("cmd/x").of_bytes(10, 10);
}
Seen subscribes(std::string client) {
    return a(ObservationKind::subscribed, std::move(client)).to("cmd/#");
}
Seen reports(std::string client) {
    const auto topic = "$aws/things/" + client + "/defender/metrics/json";
    return a(ObservationKind::report, std::move(client)).to(topic).of_bytes(500, 500);
}
Seen is_denied(std::string client, Reason request, std::uint32_t count) {
    auto seen = a(ObservationKind::denied, std::move(client), count);
    seen.observation.reason = request;
    return request == Reason::connect ? seen.on(0) : seen.to("not/yours");
}
Seen is_refused(std::string certificate) {
    auto seen = a(ObservationKind::refused, "").on(0).showing(std::move(certificate));
    seen.observation.reason = Reason::certificate_expired;
    return seen;
}

fleet::Slice slice_of(fleet::Dictionary& dictionary, fleet::Time begin, fleet::Time end,
                      const std::vector<Seen>& seen) {
    fleet::Slice slice{.begin = begin, .end = end, .observations = {}, .changes = {}};
    dictionary.payloads.begin();
    for (const auto& each : seen) {
        auto observation = each.observation;
        observation.time = begin + each.offset;
        observation.client_id = intern(dictionary.clients, each.client);
        observation.certificate_id = intern(dictionary.certificates, each.certificate);
        observation.source_address = intern(dictionary.addresses, each.address);
        observation.topic = intern(dictionary.topics, each.topic);
        if (const auto topic = fleet::parse_report_topic(each.topic))
            dictionary.clients.intern(topic->thing);
        if (observation.kind == ObservationKind::report)
            observation.payload = dictionary.payloads.keep(each.payload);
        observation.bytes_sum = std::uint64_t{observation.count} * observation.bytes_max;
        slice.observations.push_back(observation);
    }
    std::stable_sort(slice.observations.begin(), slice.observations.end(),
                     [](const auto& a, const auto& b) {
                         return std::tie(a.client_id, a.time) < std::tie(b.client_id, b.time);
                     });
    return slice;
}

}  // namespace support
