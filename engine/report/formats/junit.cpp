// JUnit XML, which every CI system shows: a test case for each expectation.
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/tests.hpp"
#include "engine/report/text_sections.hpp"

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
    for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})  // U+FFFE, U+FFFF
        for (auto at = out.find(none); at != std::string::npos; at = out.find(none, at))
            out.replace(at, none.size(), "?");
    return out;
}

struct Suite {
    std::string xml;
    std::size_t tests = 0;
    std::size_t failures = 0;
};

/// Below the reason, as lines.
std::string difference_of(const score::ExpectationResult& result) {
    auto text = score::difference_text(result, text_width_max);
    if (text.empty()) return text;
    text.pop_back();
    std::string lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines += "\n" + escaped(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

Suite suite_of(const Story& story) {
    const auto& expectations = story.score.expectations;
    Suite suite{.tests = expectations.size()};
    suite.failures = static_cast<std::size_t>(
        std::ranges::count(expectations, false, &score::ExpectationResult::is_met));
    const auto name = escaped(story.name);
    suite.xml = fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n", name,
        suite.tests, suite.failures);
    for (const auto& result : expectations) {
        suite.xml += fmt::format("    <testcase name=\"{}\" classname=\"{}\"",
                                 escaped(result.expectation), name);
        if (result.is_met)
            suite.xml += "/>\n";
        else
            suite.xml +=
                fmt::format(">\n      <failure message=\"{0}\">{0}{1}</failure>\n    </testcase>\n",
                            escaped(result.why), difference_of(result));
    }
    suite.xml += "  </testsuite>\n";
    return suite;
}

std::string suite_of(const Unplayed& unplayed) {
    return fmt::format(
        "  <testsuite name=\"{0}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
        "    <testcase name=\"can be played\" classname=\"{0}\">\n"
        "      <error message=\"{1}\">{1}</error>\n    </testcase>\n  </testsuite>\n",
        escaped(unplayed.name), escaped(unplayed.why));
}

std::string render(const Story& story) { return render_junit({&story, 1}); }

}  // namespace

extern const Format junit{.name = "junit",
                          .file_name = "junit.xml",
                          .purpose = "JUnit XML for CI systems: a test case for each expectation",
                          .render = render};

}  // namespace report::formats_table

namespace report {

std::string render_junit(std::span<const Story> stories, std::span<const Unplayed> unplayed) {
    std::string suites;
    std::size_t tests = unplayed.size(), failures = 0;
    for (const auto& story : stories) {
        const auto suite = formats_table::suite_of(story);
        suites += suite.xml;
        tests += suite.tests;
        failures += suite.failures;
    }
    for (const auto& each : unplayed) suites += formats_table::suite_of(each);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
        tests, failures, unplayed.size(), suites);
}

}  // namespace report
