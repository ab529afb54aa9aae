// The agents of a cohort's devices.
#include "scenarios/shape_parts.hpp"

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

Shape custom_metric() {
    return fleet::by_key_shape(
        {"number", "numbers", "strings", "addresses"},
        {fleet::object_shape(
             "custom number", "A metric of type number.",
             {required("number", text(fleet::count_range_form), "drawn for each report")}),
         fleet::object_shape(
             "custom numbers", "A metric of type number-list.",
             {required("numbers", fleet::array_shape(fleet::number_shape(-1e15, 1e15)),
                       "told in each report")}),
         fleet::object_shape(
             "custom strings", "A metric of type string-list.",
             {required("strings", fleet::array_shape(text()), "told in each report")}),
         fleet::object_shape("custom addresses", "A metric of type ip-address-list.",
                             {required("addresses", fleet::array_shape(text(fleet::address_form)),
                                       "told in each report")})});
}

}  // namespace

Shape reports_shape() {
    const auto ports = [] { return fleet::array_shape(fleet::integer_shape(1, 65535)); };
    const auto count = [] { return text(fleet::count_range_form); };
    return fleet::object_shape(
        "reports", "The agent on a cohort's devices, and what it tells of a usual device.",
        {optional("every", text(fleet::pace_form), "\"5m\"",
                  "from one report to the next; Device Defender throttles below 5m"),
         optional("encoding", fleet::word_shape({"json", "cbor"}), "\"json\"",
                  "of reports and of their replies"),
         optional("names", fleet::word_shape({"long", "short", "mixed"}), "\"long\"",
                  "how keys are spelt"),
         optional("replies", fleet::boolean_shape(), "true",
                  "it subscribes to accepted and rejected"),
         optional(
             "groups",
             fleet::array_shape(fleet::word_shape({"listening_tcp_ports", "listening_udp_ports",
                                                   "tcp_connections", "network_stats"})),
             R"(["listening_tcp_ports","listening_udp_ports","tcp_connections","network_stats"])",
             "what its agent can tell"),
         optional("tcpPorts", ports(), "[]", "TCP ports it listens on"),
         optional("udpPorts", ports(), "[]", "UDP ports it listens on"),
         optional("connections", fleet::array_shape(text(fleet::peer_form)),
                  "[\"198.51.100.10:8883\"]", "peers of its established TCP connections"),
         optional("bytesIn", count(), "\"2000..4000\"", "bytes received from report to report"),
         optional("bytesOut", count(), "\"15000..25000\"", "bytes sent from report to report"),
         optional("packetsIn", count(), "\"40..80\"", "packets received from report to report"),
         optional("packetsOut", count(), "\"60..120\"", "packets sent from report to report"),
         optional("customMetrics", fleet::map_shape(fleet::group_name_form, custom_metric()), "{}",
                  "custom metrics by name"),
         optional("faults",
                  fleet::array_shape(fleet::word_shape({"cumulative-counters", "first-report-spike",
                                                        "omitted-empty-lists", "sampled-lists",
                                                        "unwrapped-numbers"})),
                  "[]",
                  "ways in which agents are known to be wrong, all the time and told to nobody: "
                  "totals instead of "
                  "what was added; totals in the first report of a connection; no empty lists; at "
                  "most 50 "
                  "elements of a list; custom numbers without their list, which is malformed")});
}

}  // namespace scenarios
