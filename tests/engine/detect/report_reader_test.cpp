// What a report may be, in both encodings, and what is refused.
#include "engine/detect/reports/report_reader.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

using engine::DeviceReport;
using engine::Figure;
using fleet::ReportEncoding;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

constexpr const char* whole_report = R"({
  "header": {"report_id": 1530304554, "version": "1.0"},
  "metrics": {
    "listening_tcp_ports": {"ports": [{"interface": "eth0", "port": 24800}, {"port": 22}],
                            "total": 2},
    "listening_udp_ports": {"ports": [{"interface": "eth0", "port": 5353}], "total": 1},
    "network_stats": {"bytes_in": 29358693495, "bytes_out": 26485035, "packets_in": 10013573555,
                      "packets_out": 11382615},
    "tcp_connections": {"established_connections": {
      "connections": [{"local_interface": "eth0", "local_port": 24800,
                       "remote_addr": "192.168.0.1:8000"},
                      {"remote_addr": "[2001:db8::7]:443"}, {"remote_addr": "192.168.0.1:9000"}],
      "total": 3}}},
  "custom_metrics": {
    "free": [{"number": 12.5}], "temperatures": [{"number_list": [-1, 2, 2]}],
    "peers": [{"ip_list": ["10.0.0.1", "::1"]}], "jobs": [{"string_list": ["a:b", "c"]}]}})";

constexpr const char* whole_in_short = R"({
  "hed": {"rid": 1530304554, "v": "1.0"},
  "met": {
    "tp": {"pts": [{"if": "eth0", "pt": 24800}, {"pt": 22}], "t": 2},
    "up": {"pts": [{"if": "eth0", "pt": 5353}], "t": 1},
    "ns": {"bi": 29358693495, "bo": 26485035, "pi": 10013573555, "po": 11382615},
    "tc": {"ec": {"cs": [{"li": "eth0", "lp": 24800, "rad": "192.168.0.1:8000"},
                         {"rad": "[2001:db8::7]:443"}, {"rad": "192.168.0.1:9000"}], "t": 3}}},
  "cmet": {
    "free": [{"number": 12.5}], "temperatures": [{"number_list": [-1, 2, 2]}],
    "peers": [{"ip_list": ["10.0.0.1", "::1"]}], "jobs": [{"string_list": ["a:b", "c"]}]}})";

std::string cbor_of(std::string_view json) {
    std::string bytes;
    fleet::Json::to_cbor(fleet::Json::parse(json), bytes);
    return bytes;
}

/// A report with this member in metrics.
std::string with(std::string_view metrics) {
    return R"({"header": {"report_id": 7, "version": "1.0"}, "metrics": {)" + std::string(metrics) +
           "}}";
}
/// One connection with these members.
std::string connected_to(std::string_view members) {
    return R"("tcp_connections": {"established_connections": {"connections": [{)" +
           std::string(members) + "}]}}";
}
std::string with_custom(std::string_view metrics) {
    return R"({"header": {"report_id": 7, "version": "1.0"}, "custom_metrics": {)" +
           std::string(metrics) + "}}";
}

/// What both encodings of it come to.
class ReadReport : public testing::Test {
  protected:
    bool reads(const std::string& json) {
        const bool from_json = reader_.read(json, ReportEncoding::json, report);
        const bool from_cbor = reader_.read(cbor_of(json), ReportEncoding::cbor, report);
        EXPECT_EQ(from_json, from_cbor) << json;
        return from_json;
    }
    bool reads_bytes(std::string_view bytes, ReportEncoding encoding) {
        return reader_.read(bytes, encoding, report);
    }
    std::uint64_t number_of(Figure figure) const {
        return report.numbers_of.at(static_cast<std::size_t>(figure)).value();
    }
    std::vector<double> numbers(const engine::ReportList& list) const {
        return {report.numbers.begin() + list.first, report.numbers.begin() + list.end};
    }
    std::vector<std::string_view> texts(const engine::ReportList& list) const {
        return {report.texts.begin() + list.first, report.texts.begin() + list.end};
    }
    void expect_whole() const {
        EXPECT_EQ(report.id, 1530304554U);
        EXPECT_EQ(number_of(Figure::tcp_ports_total), 2U);
        EXPECT_EQ(number_of(Figure::udp_ports_total), 1U);
        EXPECT_EQ(number_of(Figure::connections_total), 3U);
        EXPECT_EQ(number_of(Figure::bytes_in), 29358693495U);
        EXPECT_EQ(number_of(Figure::bytes_out), 26485035U);
        EXPECT_EQ(number_of(Figure::packets_in), 10013573555U);
        EXPECT_EQ(number_of(Figure::packets_out), 11382615U);
        EXPECT_THAT(numbers(report.tcp_ports.value()), ElementsAre(24800, 22));
        EXPECT_THAT(numbers(report.udp_ports.value()), ElementsAre(5353));
        EXPECT_THAT(texts(report.destinations.value()), ElementsAre("192.168.0.1", "2001:db8::7"))
            << "each once";
        ASSERT_EQ(report.custom.size(), 4U);
        for (const auto& custom : report.custom) {
            if (custom.name == "free") {
                EXPECT_EQ(custom.number, 12.5);
            }
            if (custom.name == "temperatures") {
                EXPECT_THAT(numbers(custom.list), ElementsAre(-1, 2));
            }
            if (custom.name == "peers") {
                EXPECT_THAT(texts(custom.list), ElementsAre("10.0.0.1", "::1"));
            }
            if (custom.name == "jobs") {
                EXPECT_THAT(texts(custom.list), ElementsAre("a:b", "c"));
            }
        }
    }

    DeviceReport report;

  private:
    engine::ReportReader reader_;
};

}  // namespace

TEST_F(ReadReport, LongAndShortNamesInJsonAndCborSayTheSame) {
    for (const auto* text : {whole_report, whole_in_short}) {
        ASSERT_TRUE(reads_bytes(text, ReportEncoding::json));
        expect_whole();
        ASSERT_TRUE(reads_bytes(cbor_of(text), ReportEncoding::cbor));
        expect_whole();
    }
}

TEST_F(ReadReport, NamesMayBeMixedInOneReport) {
    ASSERT_TRUE(reads(R"({"hed": {"report_id": 7, "v": "1.0"}, "metrics": {
        "tp": {"pts": [{"port": 22}, {"pt": 23}], "total": 2}}})"));
    EXPECT_THAT(numbers(report.tcp_ports.value()), ElementsAre(22, 23));
}

TEST_F(ReadReport, WhatItDoesNotTellIsUnknown) {
    ASSERT_TRUE(reads(with(R"("network_stats": {"bytes_out": 5})")));
    EXPECT_EQ(number_of(Figure::bytes_out), 5U);
    EXPECT_FALSE(report.numbers_of.at(static_cast<std::size_t>(Figure::bytes_in)));
    EXPECT_FALSE(report.tcp_ports);
    EXPECT_FALSE(report.destinations);
    EXPECT_THAT(report.custom, IsEmpty());
}

TEST_F(ReadReport, AListWithoutATotalCountsItsElementsAndATotalOfNoneIsAnEmptyList) {
    ASSERT_TRUE(reads(with(R"("listening_tcp_ports": {"ports": [{"port": 1}, {"port": 2}]},
                              "listening_udp_ports": {"total": 0})")));
    EXPECT_EQ(number_of(Figure::tcp_ports_total), 2U);
    ASSERT_TRUE(report.udp_ports);
    EXPECT_THAT(numbers(*report.udp_ports), IsEmpty());
    ASSERT_TRUE(reads(with(R"("listening_tcp_ports": {"ports": [{"port": 1}], "total": 900})")));
    EXPECT_EQ(number_of(Figure::tcp_ports_total), 900U) << "a sampled list";
    ASSERT_TRUE(reads(with(R"("listening_tcp_ports": {"total": 3})")));
    EXPECT_FALSE(report.tcp_ports) << "which three is not told";
}

TEST_F(ReadReport, CountsGoTo64BitsAndNoFurther) {
    ASSERT_TRUE(reads(with(R"("network_stats": {"bytes_in": 18446744073709551615})")));
    EXPECT_EQ(number_of(Figure::bytes_in), 18446744073709551615U);
    ASSERT_TRUE(reads(with(R"("network_stats": {"bytes_in": 12.0})")));
    EXPECT_EQ(number_of(Figure::bytes_in), 12U);
    EXPECT_FALSE(reads_bytes(with(R"("network_stats": {"bytes_in": 18446744073709551616})"),
                             ReportEncoding::json));
    for (const auto* wrong : {"-1", "1.5", "\"7\"", "null", "true", "[]", "{}", "2e19", "-0.5"})
        EXPECT_FALSE(reads(with(std::string(R"("network_stats": {"bytes_in": )") + wrong + "}")))
            << wrong;
}

TEST_F(ReadReport, PortsAreFrom1To65535) {
    EXPECT_TRUE(reads(with(R"("listening_tcp_ports": {"ports": [{"port": 65535}]})")));
    EXPECT_TRUE(reads(with(R"("listening_tcp_ports": {"ports": [{"interface": "lo"}]})")))
        << "an entry need not name its port";
    for (const auto* wrong : {"0", "65536", "-1", "\"22\"", "22.5"})
        EXPECT_FALSE(reads(
            with(std::string(R"("listening_tcp_ports": {"ports": [{"port": )") + wrong + "}]}")))
            << wrong;
    for (const auto* wrong : {"7", "{}", "[7]", "\"\""})
        EXPECT_FALSE(reads(with(std::string(R"("listening_udp_ports": {"ports": )") + wrong + "}")))
            << wrong;
}

TEST_F(ReadReport, APeerIsAnAddressAndAPort) {
    for (const auto* wrong : {"\"10.0.0.1\"", "\"10.0.0.1:\"", "\"host:80\"", "\"10.0.0.1:x\"",
                              "\"[10.0.0.1]:80\"", "\"10.0.0.1:0\"", "\"10.0.0.1:65536\"",
                              "\"[::1]:70000\"", "\"10.0.0.256:80\"", "7", "\"\""})
        EXPECT_FALSE(reads(with(connected_to(std::string(R"("remote_addr": )") + wrong)))) << wrong;
    EXPECT_FALSE(reads(with(connected_to(R"("local_port": 1)"))));
    EXPECT_TRUE(reads(with(connected_to(R"("remote_addr": "10.0.0.1:80")"))));
}

TEST_F(ReadReport, WantsAHeaderAndSomethingToTell) {
    for (const auto* wrong :
         {R"({})", R"([])", R"(7)", R"({"header": {"report_id": 1, "version": "1.0"}})",
          R"({"metrics": {}})", R"({"header": {"report_id": 1}, "metrics": {}})",
          R"({"header": {"version": "1.0"}, "metrics": {}})",
          R"({"header": {"report_id": 0, "version": "1.0"}, "metrics": {}})",
          R"({"header": {"report_id": -4, "version": "1.0"}, "metrics": {}})",
          R"({"header": {"report_id": "1", "version": "1.0"}, "metrics": {}})",
          R"({"header": {"report_id": 1, "version": "1"}, "metrics": {}})",
          R"({"header": {"report_id": 1, "version": 1.0}, "metrics": {}})",
          R"({"header": {"report_id": 1, "version": "1.0"}, "metrics": []})",
          R"({"header": [], "metrics": {}})"})
        EXPECT_FALSE(reads(wrong)) << wrong;
    EXPECT_TRUE(reads(R"({"header": {"report_id": 1, "version": "1.0"}, "metrics": {}})"));
    EXPECT_TRUE(reads(
        R"({"z": 1, "header": {"report_id": 1, "version": "1.0", "x": 2}, "metrics": {"y": 3}})"))
        << "what we do not know is none of our business";
}

TEST_F(ReadReport, AMalformedReportIsStillKnownByItsId) {
    EXPECT_FALSE(reads(with(R"("network_stats": {"bytes_in": -1})")));
    EXPECT_EQ(report.id, 7U);
    EXPECT_FALSE(reads(R"({"metrics": 7, "header": {"report_id": 8, "version": "1.0"}})"));
    EXPECT_EQ(report.id, 8U);
    EXPECT_FALSE(reads_bytes("{", ReportEncoding::json));
    EXPECT_FALSE(report.id);
}

TEST_F(ReadReport, ACustomMetricIsOneObjectInAListAlsoForASingleNumber) {
    EXPECT_TRUE(reads(with_custom(R"("a": [{"number": 1}])")));
    for (const auto* wrong :
         {R"("a": 1)", R"("a": {"number": 1})", R"("a": [])", R"("a": [1])", R"("a": [{}])",
          R"("a": [{"number": 1}, {"number": 2}])", R"("a": [{"number": 1, "string_list": []}])",
          R"("a": [{"number": "1"}])", R"("a": [{"number_list": 1}])",
          R"("a": [{"number_list": ["1"]}])", R"("a": [{"string_list": [1]}])",
          R"("a": [{"ip_list": [1]}])", R"("a": [{"bytes": 1}])"})
        EXPECT_FALSE(reads(with_custom(wrong))) << wrong;
}

TEST_F(ReadReport, WhatBreaksTheDataRulesIsNotKeptButTheReportStands) {
    ASSERT_TRUE(reads(with_custom(
        R"("good": [{"number": -123456789012345}], "long": [{"number": 1234567890123456}],
           "zeros": [{"number": 1e18}], "text": [{"string_list": ["ok", "not ok"]}],
           "more": [{"string_list": ["A:b_c-d/e.f"]}], "ips": [{"ip_list": ["10.0.0.1", "nobody"]}],
           "numbers": [{"number_list": [1, 0.12345678901234567]}])")));
    std::vector<std::string_view> kept;
    for (const auto& custom : report.custom) kept.push_back(custom.name);
    EXPECT_THAT(kept, testing::UnorderedElementsAre("good", "zeros", "more"));
}

TEST_F(ReadReport, AWholeNumberOfMoreThan64BitsIsRightWhereNothingIsCounted) {
    ASSERT_TRUE(reads_bytes(with_custom(R"("a": [{"number": 100000000000000000000}],
                  "b": [{"number_list": [-100000000000000000000, 1]}])"),
                            ReportEncoding::json));
    ASSERT_EQ(report.custom.size(), 2U);
    EXPECT_EQ(report.custom[0].number, 1e20);
    EXPECT_THAT(numbers(report.custom[1].list), ElementsAre(-1e20, 1));
    EXPECT_TRUE(reads_bytes(with(R"("unknown": 18446744073709551616)"), ReportEncoding::json));
    EXPECT_FALSE(reads_bytes(with(R"("unknown": 1e309)"), ReportEncoding::json))
        << "no double holds it";
    EXPECT_FALSE(reads_bytes(with(R"("unknown": 01)"), ReportEncoding::json));
}

TEST_F(ReadReport, WhatIsNoJsonIsRefused) {
    for (const auto* wrong :
         {"", " ", "{", "hello", "{\"header\"}", "{}{}", "\xff\xfe", "{\"a\": }"})
        EXPECT_FALSE(reads_bytes(wrong, ReportEncoding::json)) << wrong;
    auto text = with("");
    EXPECT_TRUE(reads_bytes(text, ReportEncoding::json));
    text.insert(2, "\xff");
    EXPECT_FALSE(reads_bytes(text, ReportEncoding::json)) << "no UTF-8";
}

TEST_F(ReadReport, WhatIsNoCborIsRefused) {
    const auto whole = cbor_of(whole_report);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(reads_bytes(whole.substr(0, size), ReportEncoding::cbor)) << size;
    EXPECT_FALSE(reads_bytes(whole + "x", ReportEncoding::cbor)) << "something behind it";
    EXPECT_FALSE(reads_bytes(std::string("\xA1\x01\x02", 3), ReportEncoding::cbor))
        << "a key that is no text";
    const auto with_value = [](std::string_view value) {
        auto bytes = cbor_of(R"({"header": {"report_id": 7, "version": "1.0"}, "metrics": {}})");
        bytes.front() = '\xA3';
        return bytes + "ax" + std::string(value);
    };
    auto right =
        cbor_of(R"({"header": {"report_id": 7, "version": "1.0"}, "metrics": {}, "x": 1})");
    EXPECT_TRUE(reads_bytes(right, ReportEncoding::cbor));
    EXPECT_FALSE(reads_bytes(with_value(std::string("\xF9\x7E\x00", 3)), ReportEncoding::cbor))
        << "a number that is none";
    EXPECT_FALSE(reads_bytes(with_value(std::string("\x41\x00", 2)), ReportEncoding::cbor))
        << "bytes";
}

TEST_F(ReadReport, NestingIsBoundedBeforeAnythingIsBuilt) {
    constexpr std::size_t bytes_max = engine::report_bytes_max - 1;
    EXPECT_FALSE(reads_bytes(std::string(bytes_max, '['), ReportEncoding::json));
    EXPECT_FALSE(reads_bytes(std::string(bytes_max, '\x81'), ReportEncoding::cbor));
    EXPECT_FALSE(reads_bytes(std::string(bytes_max, '\x9F'), ReportEncoding::cbor));
    std::string maps;
    while (maps.size() < bytes_max - 2)
        maps +=
            "\xA1\x61"
            "a";
    EXPECT_FALSE(reads_bytes(maps, ReportEncoding::cbor));
    const auto nested = [](std::size_t levels) {
        return with("\"x\": " + std::string(levels, '[') + std::string(levels, ']'));
    };
    EXPECT_TRUE(reads(nested(14)));
    EXPECT_FALSE(reads(nested(15))) << "with the two around it, the seventeenth";
}

TEST_F(ReadReport, APayloadOf128KibIsTooLarge) {
    const auto of_size = [](std::size_t size) {
        auto text = with("");
        return text + std::string(size - text.size(), ' ');
    };
    EXPECT_TRUE(reads_bytes(of_size(engine::report_bytes_max - 1), ReportEncoding::json));
    EXPECT_FALSE(reads_bytes(of_size(engine::report_bytes_max), ReportEncoding::json));
}
