// JUnit XML, which every CI system shows: a test case for each expectation.
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/report.hpp"

namespace report::formats_table {
namespace {

/// Text for an attribute or an element. XML 1.0 knows no control characters, not even escaped ones.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            case '\t':
                out += "&#9;";
                break;
            default:
                out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
        }
    }
    return out;
}

std::string render(const Story& story) {
    const auto& expectations = story.score.expectations;
    const auto failures =
        std::ranges::count(expectations, false, &score::ExpectationResult::is_met);
    const auto name = escaped(story.name);
    auto xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"{0}\" failures=\"{1}\" errors=\"0\">\n"
        "  <testsuite name=\"{2}\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" skipped=\"0\">\n",
        expectations.size(), failures, name);
    for (const auto& result : expectations) {
        xml += fmt::format("    <testcase name=\"{}\" classname=\"{}\"",
                           escaped(result.expectation), name);
        if (result.is_met)
            xml += "/>\n";
        else
            xml += fmt::format(">\n      <failure message=\"{0}\">{0}</failure>\n    </testcase>\n",
                               escaped(result.why));
    }
    return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace

extern const Format junit{.name = "junit",
                          .file_name = "junit.xml",
                          .purpose = "JUnit XML for CI systems: a test case for each expectation",
                          .render = render};

}  // namespace report::formats_table
