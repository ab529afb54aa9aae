#include "engine/detect/reports/report_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/detect/cidr.hpp"
#include "engine/detect/reports/report_parts.hpp"
#include "engine/detect/reports/transcribe.hpp"

namespace engine {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr double whole_max = 18446744073709549568.0;  // the largest double below 2^64

/// A whole number from 0 to 2^64 - 1, also written as 12.0.
bool read_whole(element value, std::uint64_t& number) {
    if (!value.get(number)) return true;
    double real = 0;
    if (value.is_int64() || value.get(real) || real < 0 || real > whole_max ||
        real != std::floor(real))
        return false;
    number = static_cast<std::uint64_t>(real);
    return true;
}

bool read_figure(element value, std::optional<std::uint64_t>& figure) {
    std::uint64_t number = 0;
    if (!read_whole(value, number)) return false;
    figure = number;
    return true;
}

/// Reads one report into `report`; every function is false where it is malformed.
class Reading {
  public:
    explicit Reading(DeviceReport& report) : report_(report) {}

    bool root(element value) {
        object members;
        if (value.get(members)) return false;
        bool has_header = false, has_metrics = false;
        // The header first, wherever it stands: a rejection names the report.
        for (const auto [key, member] : members) {
            if (!is(key, "header", "hed")) continue;
            has_header = header(member);
            if (!has_header) return false;
        }
        if (!has_header) return false;
        for (const auto [key, member] : members) {
            if (is(key, "metrics", "met")) {
                if (!metrics(member)) return false;
            } else if (is(key, "custom_metrics", "cmet")) {
                if (!custom_metrics(member)) return false;
            } else {
                continue;
            }
            has_metrics = true;
        }
        return has_metrics;
    }

  private:
    /// Calls `take(key, value)` for every member of what should be an object.
    template <class Take>
    static bool for_each_member(element value, Take take) {
        object members;
        if (value.get(members)) return false;
        for (const auto [key, member] : members)
            if (!take(key, member)) return false;
        return true;
    }
    template <class Take>
    static bool for_each_element(element value, Take take) {
        array elements;
        if (value.get(elements)) return false;
        for (const auto one : elements)
            if (!take(one)) return false;
        return true;
    }

    bool header(element value) {
        std::uint64_t id = 0;
        bool has_version = false;
        const bool is_right = for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "report_id", "rid")) return read_whole(member, id) && id > 0;
            if (!is(key, "version", "v")) return true;
            std::string_view text;
            has_version = !member.get(text) && is_version(text);
            return has_version;
        });
        if (id > 0) report_.id = id;
        return is_right && id > 0 && has_version;
    }

    bool metrics(element value) {
        return for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "network_stats", "ns")) return network_stats(member);
            if (is(key, "tcp_connections", "tc")) return tcp_connections(member);
            if (is(key, "listening_tcp_ports", "tp"))
                return listening(member, Figure::tcp_ports_total, report_.tcp_ports);
            if (is(key, "listening_udp_ports", "up"))
                return listening(member, Figure::udp_ports_total, report_.udp_ports);
            return true;
        });
    }

    std::optional<std::uint64_t>& figure(Figure which) {
        return report_.numbers_of[static_cast<std::size_t>(which)];
    }

    bool network_stats(element value) {
        return for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "bytes_in", "bi")) return read_figure(member, figure(Figure::bytes_in));
            if (is(key, "bytes_out", "bo")) return read_figure(member, figure(Figure::bytes_out));
            if (is(key, "packets_in", "pi")) return read_figure(member, figure(Figure::packets_in));
            if (is(key, "packets_out", "po"))
                return read_figure(member, figure(Figure::packets_out));
            return true;
        });
    }

    bool listening(element value, Figure total, std::optional<ReportList>& list) {
        std::optional<std::uint64_t> length;
        const bool is_right = for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "total", "t")) return read_figure(member, figure(total));
            return !is(key, "ports", "pts") || ports(member, list, length);
        });
        settle_total(figure(total), length, list);
        return is_right;
    }

    bool ports(element value, std::optional<ReportList>& list,
               std::optional<std::uint64_t>& length) {
        const auto first = report_.numbers.size();
        length = 0;
        const bool is_right = for_each_element(value, [&](element entry) {
            ++*length;
            std::optional<std::uint64_t> port;
            const bool is_port = for_each_member(entry, [&](std::string_view key, element member) {
                if (is(key, "port", "pt")) return read_figure(member, port);
                return !is(key, "interface", "if") || member.is_string();
            });
            if (!is_port || (port && (*port == 0 || *port > port_max))) return false;
            if (port) report_.numbers.push_back(static_cast<double>(*port));
            return true;
        });
        list = list_of(report_.numbers, first);
        return is_right;
    }

    bool tcp_connections(element value) {
        return for_each_member(value, [&](std::string_view key, element member) {
            return !is(key, "established_connections", "ec") || established(member);
        });
    }

    bool established(element value) {
        std::optional<std::uint64_t> length;
        const bool is_right = for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "total", "t"))
                return read_figure(member, figure(Figure::connections_total));
            return !is(key, "connections", "cs") || connections(member, length);
        });
        settle_total(figure(Figure::connections_total), length, report_.destinations);
        return is_right;
    }

    bool connections(element value, std::optional<std::uint64_t>& length) {
        const auto first = report_.texts.size();
        length = 0;
        const bool is_right = for_each_element(value, [&](element entry) {
            ++*length;
            return connection(entry);
        });
        report_.destinations = list_of(report_.texts, first);
        return is_right;
    }

    bool connection(element value) {
        std::string_view host;
        const bool is_right = for_each_member(value, [&](std::string_view key, element member) {
            if (is(key, "remote_addr", "rad")) {
                std::string_view peer;
                if (member.get(peer)) return false;
                host = host_of(peer);
                return !host.empty();
            }
            std::optional<std::uint64_t> port;
            if (is(key, "local_port", "lp")) return read_figure(member, port) && *port <= port_max;
            return !is(key, "local_interface", "li") || member.is_string();
        });
        if (!is_right || host.empty()) return false;  // remote_addr is required
        report_.texts.push_back(host);
        return true;
    }

    bool custom_metrics(element value) {
        return for_each_member(value, [&](std::string_view name, element member) {
            // One object in a list, also for a single number.
            array elements;
            object holder;
            if (member.get(elements) || elements.size() != 1 || elements.at(0).get(holder) ||
                holder.size() != 1)
                return false;
            const auto held = *holder.begin();
            return custom_metric(name, held.key, held.value);
        });
    }

    bool custom_metric(std::string_view name, std::string_view key, element value) {
        CustomFigure custom{.name = name, .type = {}, .number = 0, .list = {}};
        bool is_kept = true;
        if (key == "number") {
            custom.type = CustomMetricType::number;
            if (value.get(custom.number)) return false;
            is_kept = is_kept_number(custom.number);
        } else if (key == "number_list") {
            custom.type = CustomMetricType::number_list;
            if (!number_list(value, custom.list, is_kept)) return false;
        } else if (key == "string_list" || key == "ip_list") {
            const bool is_of_addresses = key == "ip_list";
            custom.type =
                is_of_addresses ? CustomMetricType::ip_address_list : CustomMetricType::string_list;
            if (!text_list(value, is_of_addresses, custom.list, is_kept)) return false;
        } else {
            return false;
        }
        if (is_kept) report_.custom.push_back(custom);
        return true;
    }

    bool number_list(element value, ReportList& list, bool& is_kept) {
        const auto first = report_.numbers.size();
        const bool is_right = for_each_element(value, [&](element one) {
            double number = 0;
            if (one.get(number)) return false;
            is_kept = is_kept && is_kept_number(number);
            report_.numbers.push_back(number);
            return true;
        });
        list = list_of(report_.numbers, first);
        return is_right;
    }

    bool text_list(element value, bool is_of_addresses, ReportList& list, bool& is_kept) {
        const auto first = report_.texts.size();
        const bool is_right = for_each_element(value, [&](element one) {
            std::string_view text;
            if (one.get(text)) return false;
            is_kept =
                is_kept && (is_of_addresses ? parse_address(text).has_value() : is_kept_text(text));
            report_.texts.push_back(text);
            return true;
        });
        list = list_of(report_.texts, first);
        return is_right;
    }

    DeviceReport& report_;
};

}  // namespace

struct ReportReader::State {
    /// The document, valid until the next one; an error where it is none.
    simdjson::simdjson_result<element> parse(std::string_view text) {
        if (parser.capacity() < text.size() &&
            parser.allocate(std::max<std::size_t>(text.size(), 4096), report_depth_max))
            return simdjson::MEMALLOC;
        pad(text);
        return parser.parse(padded.data(), text.size(), false);
    }

    /// A copy of the text with room behind it, as the parsers want it.
    void pad(std::string_view text) {
        if (padded.size() < text.size() + simdjson::SIMDJSON_PADDING)
            padded.resize(text.size() + simdjson::SIMDJSON_PADDING);
        std::memcpy(padded.data(), text.data(), text.size());
    }

    simdjson::dom::parser parser;
    std::string json;
    std::vector<char> padded;  // the payload, and as much behind it as the parser wants
};

ReportReader::ReportReader() : state_(std::make_unique<State>()) {}
ReportReader::ReportReader(ReportReader&&) noexcept = default;
ReportReader::~ReportReader() = default;

bool ReportReader::read(std::string_view payload, fleet::ReportEncoding encoding,
                        DeviceReport& report) {
    report.clear();
    if (payload.empty() || payload.size() >= report_bytes_max) return false;
    if (encoding == fleet::ReportEncoding::cbor) {
        if (!cbor_to_json(payload, state_->json)) return false;
        payload = state_->json;
    }
    auto root = state_->parse(payload);
    // A whole number of more than 64 bits is right where nothing is counted.
    if (root.error() == simdjson::NUMBER_ERROR && payload.data() != state_->json.data() &&
        json_to_json(payload, state_->json))
        root = state_->parse(state_->json);
    return !root.error() && Reading(report).root(root.value_unsafe());
}

}  // namespace engine
