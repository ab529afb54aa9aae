#include "engine/detect/reports/transcribe.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/json.hpp"

namespace engine {
namespace {

using Sax = nlohmann::json_sax<fleet::Json>;

/// Writes JSON as the parser goes; answering false stops it where it is.
class Transcriber final : public Sax {
  public:
    explicit Transcriber(std::string& out) : out_(out) {}

    bool null() override { return write("null"); }
    bool boolean(bool value) override { return write(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return write_number(value); }
    bool number_unsigned(number_unsigned_t value) override { return write_number(value); }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return std::isfinite(value) && write_number(value);
    }
    bool string(string_t& value) override {
        separate();
        fleet::append_json_string(out_, value);
        return true;
    }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*elements*/) override { return open('{'); }
    bool key(string_t& value) override {
        separate();
        fleet::append_json_string(out_, value);
        out_ += ':';
        is_first_.back() = true;  // no comma before the value
        return true;
    }
    bool end_object() override { return close('}'); }
    bool start_array(std::size_t /*elements*/) override { return open('['); }
    bool end_array() override { return close(']'); }
    bool parse_error(std::size_t /*position*/, const std::string& /*last_token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

  private:
    void separate() {
        if (is_first_.empty()) return;
        if (!is_first_.back()) out_ += ',';
        is_first_.back() = false;
    }
    bool write(std::string_view text) {
        separate();
        out_ += text;
        return true;
    }
    template <class Number>
    bool write_number(Number value) {
        separate();
        fmt::format_to(std::back_inserter(out_), "{}", value);
        return true;
    }
    bool open(char bracket) {
        if (is_first_.size() == report_depth_max) return false;
        separate();
        out_ += bracket;
        is_first_.push_back(true);
        return true;
    }
    bool close(char bracket) {
        out_ += bracket;
        is_first_.pop_back();
        return true;
    }

    std::string& out_;
    std::vector<bool> is_first_;  // by level: nothing stands in it yet
};

}  // namespace

namespace {

bool transcribe(std::string_view bytes, fleet::Json::input_format_t format, std::string& out) {
    out.clear();
    Transcriber transcriber(out);
    return fleet::Json::sax_parse(bytes.begin(), bytes.end(), &transcriber, format);
}

}  // namespace

bool cbor_to_json(std::string_view bytes, std::string& out) {
    return transcribe(bytes, fleet::Json::input_format_t::cbor, out);
}

bool json_to_json(std::string_view text, std::string& out) {
    return transcribe(text, fleet::Json::input_format_t::json, out);
}

}  // namespace engine
