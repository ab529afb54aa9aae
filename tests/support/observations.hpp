// A little grammar for what a broker saw: publishes("pump-1", 40).to("plant/a").at(10s). Everything
// has a default, so what a test says is what the test is about.
#pragma once

#include <string>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"
#include "fleet/slice.hpp"

namespace support {

using namespace std::chrono_literals;

/// One observation with its names still in text.
struct Seen {
    fleet::Observation observation;  // its ids are set when it is put into a slice
    std::string client;              // empty: none
    std::string certificate;
    std::string address;
    std::string topic;
    std::string payload;       // of a report
    fleet::Duration offset{};  // from the slice's begin

    Seen at(fleet::Duration from_begin) const;
    Seen to(std::string topic_name) const;
    Seen on(std::uint32_t connection) const;
    Seen from(std::string source_address) const;
    Seen showing(std::string certificate_id) const;
    Seen telling(std::string report) const;
    Seen of_bytes(std::uint32_t smallest, std::uint32_t largest) const;
};

Seen connects(std::string client, std::string address = "10.0.0.1", std::uint32_t connection = 1);
Seen disconnects(std::string client, std::uint32_t connection = 1);
Seen publishes(std::string client, std::uint32_t count = 1, std::uint32_t bytes = 100);
Seen receives(std::string client, std::uint32_t count = 1);
Seen subscribes(std::string client);
Seen reports(std::string client);
/// `request` is Reason::connect, publish or subscribe.
Seen is_denied(std::string client, fleet::Reason request, std::uint32_t count = 1);
/// Refused by TLS or by the registry: no client id, only a certificate.
Seen is_refused(std::string certificate);

/// Interns the names and sorts by (time, client id), keeping the order given otherwise.
fleet::Slice slice_of(fleet::Dictionary& dictionary, fleet::Time begin, fleet::Time end,
                      const std::vector<Seen>& seen);

}  // namespace support
