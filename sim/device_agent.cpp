#include "sim/device_agent.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <iterator>
#include <string_view>

#include "fleet/base/json.hpp"

namespace sim {
namespace {

using scenarios::AgentNames;
using scenarios::AgentReport;

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_map(std::size_t /*members*/) { open('{'); }
    void end_map() { close('}'); }
    void begin_list(std::size_t /*elements*/) { open('['); }
    void end_list() { close(']'); }
    void key(std::string_view name) {
        text(name);
        out_ += ':';
        is_first_ = true;
    }
    void text(std::string_view value) {
        separate();
        fleet::append_json_string(out_, value);
    }
    void number(std::uint64_t value) {
        separate();
        fmt::format_to(std::back_inserter(out_), "{}", value);
    }
    void number(double value) {
        separate();
        fmt::format_to(std::back_inserter(out_), "{}", value);
    }

  private:
    void separate() {
        if (!is_first_) out_ += ',';
        is_first_ = false;
    }
    void open(char bracket) {
        separate();
        out_ += bracket;
        is_first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        is_first_ = false;
    }

    std::string& out_;
    bool is_first_ = true;
};

/// RFC 8949, definite lengths.
class CborWriter {
  public:
    explicit CborWriter(std::string& out) : out_(out) {}

    void begin_map(std::size_t members) { head(5, members); }
    void end_map() {}
    void begin_list(std::size_t elements) { head(4, elements); }
    void end_list() {}
    void key(std::string_view name) { text(name); }
    void text(std::string_view value) {
        head(3, value.size());
        out_ += value;
    }
    void number(std::uint64_t value) { head(0, value); }
    void number(double value) {
        if (value >= 0 && value < 1e15 && value == std::floor(value))
            return number(static_cast<std::uint64_t>(value));
        out_ += '\xFB';
        big_endian(std::bit_cast<std::uint64_t>(value), 8);
    }

  private:
    void head(unsigned type, std::uint64_t value) {
        const auto first = [&](unsigned low) { out_ += static_cast<char>(type << 5 | low); };
        if (value < 24) return first(static_cast<unsigned>(value));
        const unsigned size = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFFFFFF ? 2 : 3;
        first(24 + size);
        big_endian(value, 1U << size);
    }
    void big_endian(std::uint64_t value, unsigned bytes) {
        for (; bytes > 0; --bytes) out_ += static_cast<char>(value >> 8 * (bytes - 1) & 0xFF);
    }

    std::string& out_;
};

template <class Writer>
class Teller {
  public:
    Teller(const AgentReport& report, std::string& out) : report_(report), writer_(out) {}

    void tell() {
        writer_.begin_map(report_.custom.empty() ? 2 : 3);
        key("header", "hed");
        writer_.begin_map(2);
        key("report_id", "rid");
        writer_.number(report_.report_id);
        key("version", "v");
        writer_.text("1.0");
        writer_.end_map();
        key("metrics", "met");
        metrics();
        if (!report_.custom.empty()) custom_metrics();
        writer_.end_map();
    }

  private:
    void key(std::string_view long_name, std::string_view short_name) {
        writer_.key(report_.names == AgentNames::long_names ? long_name : short_name);
    }
    /// Of entries of lists: an agent that mixes has these spelt out in its collectors.
    void inner_key(std::string_view long_name, std::string_view short_name) {
        writer_.key(report_.names == AgentNames::short_names ? short_name : long_name);
    }

    void metrics() {
        writer_.begin_map((report_.tcp_ports ? 1U : 0U) + (report_.udp_ports ? 1U : 0U) +
                          (report_.network ? 1U : 0U) + (report_.connections ? 1U : 0U));
        if (report_.tcp_ports) {
            key("listening_tcp_ports", "tp");
            ports(*report_.tcp_ports);
        }
        if (report_.udp_ports) {
            key("listening_udp_ports", "up");
            ports(*report_.udp_ports);
        }
        if (report_.network) network(*report_.network);
        if (report_.connections) connections(*report_.connections);
        writer_.end_map();
    }

    void ports(const scenarios::AgentList<std::uint32_t>& list) {
        writer_.begin_map(list.total ? 2 : 1);
        key("ports", "pts");
        writer_.begin_list(list.elements.size());
        for (const auto port : list.elements) {
            writer_.begin_map(1);
            inner_key("port", "pt");
            writer_.number(std::uint64_t{port});
            writer_.end_map();
        }
        writer_.end_list();
        total(list.total);
        writer_.end_map();
    }

    void total(const std::optional<std::uint64_t>& number) {
        if (!number) return;
        key("total", "t");
        writer_.number(*number);
    }

    void network(const scenarios::AgentCounters& counters) {
        key("network_stats", "ns");
        writer_.begin_map(4);
        key("bytes_in", "bi");
        writer_.number(counters.bytes_in);
        key("bytes_out", "bo");
        writer_.number(counters.bytes_out);
        key("packets_in", "pi");
        writer_.number(counters.packets_in);
        key("packets_out", "po");
        writer_.number(counters.packets_out);
        writer_.end_map();
    }

    void connections(const scenarios::AgentList<std::string>& list) {
        key("tcp_connections", "tc");
        writer_.begin_map(1);
        key("established_connections", "ec");
        writer_.begin_map(list.total ? 2 : 1);
        key("connections", "cs");
        writer_.begin_list(list.elements.size());
        for (const auto& peer : list.elements) {
            writer_.begin_map(1);
            inner_key("remote_addr", "rad");
            writer_.text(peer);
            writer_.end_map();
        }
        writer_.end_list();
        total(list.total);
        writer_.end_map();
        writer_.end_map();
    }

    void custom_metrics() {
        key("custom_metrics", "cmet");
        writer_.begin_map(report_.custom.size());
        for (const auto& metric : report_.custom) {
            writer_.key(metric.name);
            if (const auto* number = std::get_if<double>(&metric.value);
                number != nullptr && !metric.is_wrapped) {
                writer_.number(*number);
                continue;
            }
            writer_.begin_list(1);
            writer_.begin_map(1);
            custom_value(metric);
            writer_.end_map();
            writer_.end_list();
        }
        writer_.end_map();
    }

    void custom_value(const scenarios::AgentMetric& metric) {
        if (const auto* number = std::get_if<double>(&metric.value)) {
            writer_.key("number");
            return writer_.number(*number);
        }
        if (const auto* numbers = std::get_if<std::vector<double>>(&metric.value)) {
            writer_.key("number_list");
            writer_.begin_list(numbers->size());
            for (const auto number : *numbers) writer_.number(number);
            return writer_.end_list();
        }
        const auto& [are_addresses, texts] = std::get<scenarios::AgentTexts>(metric.value);
        writer_.key(are_addresses ? "ip_list" : "string_list");
        writer_.begin_list(texts.size());
        for (const auto& text : texts) writer_.text(text);
        writer_.end_list();
    }

    const AgentReport& report_;
    Writer writer_;
};

}  // namespace

void encode(const AgentReport& report, std::string& out) {
    out.clear();
    if (report.encoding == fleet::ReportEncoding::json)
        Teller<JsonWriter>(report, out).tell();
    else
        Teller<CborWriter>(report, out).tell();
    if (report.is_cut) out.resize(out.size() / 2);
}

}  // namespace sim
