#include "fleet/base/json.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <vector>

namespace fleet {

struct Document::Lines {
    std::map<std::string, int, std::less<>> by_path;
};

Document::Document() : root_(std::make_unique<Json>()), lines_(std::make_unique<Lines>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

std::string path_of(std::string_view path, std::string_view key) {
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}
std::string path_of(std::string_view path, std::size_t index) {
    return fmt::format("{}[{}]", path, index);
}

int Document::line_of(std::string_view path) const {
    while (true) {
        if (const auto found = lines_->by_path.find(path); found != lines_->by_path.end())
            return found->second;
        const auto cut = path.find_last_of(".[");
        if (cut == std::string_view::npos) break;
        path = path.substr(0, cut);
    }
    const auto root = lines_->by_path.find("");
    return root == lines_->by_path.end() ? 0 : root->second;
}

Problem Document::problem(std::string_view path, std::string message) const {
    return {.file = file_,
            .line = line_of(path),
            .path = std::string(path),
            .message = std::move(message)};
}

namespace {

/// Where the lexer stands: the line of the last character that was not white space.
struct Cursor {
    int line = 1;
    int token_line = 1;
};

/// Feeds the text to the parser and counts lines on the way; the parser itself tells no positions.
class CountingIterator {
  public:
    using difference_type = std::ptrdiff_t;
    using value_type = char;
    using pointer = const char*;
    using reference = const char&;
    using iterator_category = std::input_iterator_tag;

    CountingIterator(const char* at, Cursor* cursor) : at_(at), cursor_(cursor) {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        const char c = *at_++;
        if (c == '\n')
            ++cursor_->line;
        else if (c != ' ' && c != '\t' && c != '\r')
            cursor_->token_line = cursor_->line;
        return *this;
    }
    CountingIterator operator++(int) {
        auto old = *this;
        ++*this;
        return old;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    Cursor* cursor_;
};

/// Builds the value, and the line of each path, from the parser's events.
class Builder {
  public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    Builder(Json& root, const Cursor& cursor, std::map<std::string, int, std::less<>>& lines)
        : root_(root), cursor_(cursor), lines_(lines) {}

    bool null() { return place(nullptr); }
    bool boolean(bool value) { return place(value); }
    bool number_integer(number_integer_t value) { return place(value); }
    bool number_unsigned(number_unsigned_t value) { return place(value); }
    bool number_float(number_float_t value, const string_t&) { return place(value); }
    bool string(string_t& value) { return place(std::move(value)); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        if (!stack_.back().keys.insert(name).second)
            return fail(fmt::format("the key \"{}\" stands twice in this object", name));
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
        // nlohmann's sentence after its own position: "syntax error while parsing … - unexpected
        // …".
        std::string what = error.what();
        if (const auto at = what.find("number overflow parsing "); at != std::string::npos) {
            auto number = what.substr(at + 24);
            std::erase(number, '\'');
            return fail("the number " + number + " is too large to be kept");
        }
        if (const auto at = what.find("; last read"); at != std::string::npos) what.resize(at);
        if (const auto at = what.find("syntax error"); at != std::string::npos)
            what = what.substr(at);
        return fail("malformed JSON: " + what);
    }
    const std::string& failure() const { return failure_; }

  private:
    struct Level {
        Json* value;
        std::string path;
        std::unordered_set<std::string> keys;  // Json looks for a key from the front
    };

    bool fail(std::string message) {
        failure_ = std::move(message);
        return false;
    }
    std::string child_path() const {
        if (stack_.empty()) return {};
        const auto& level = stack_.back();
        return level.value->is_array() ? path_of(level.path, level.value->size())
                                       : path_of(level.path, key_);
    }
    Json* put(Json value) {
        lines_.emplace(child_path(), cursor_.token_line);
        if (stack_.empty()) return &(root_ = std::move(value));
        auto& parent = *stack_.back().value;
        if (parent.is_array()) return &parent.emplace_back(std::move(value));
        auto& members = parent.get_ref<Json::object_t&>();
        members.emplace_back(key_, std::move(value));
        return &members.back().second;
    }
    bool place(Json value) {
        put(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (stack_.size() >= json_depth_max)
            return fail(fmt::format("nested deeper than {} levels", json_depth_max));
        auto path = child_path();
        auto* placed = put(std::move(value));
        stack_.push_back({placed, std::move(path), {}});
        return true;
    }
    bool close() {
        stack_.pop_back();
        return true;
    }

    Json& root_;
    const Cursor& cursor_;
    std::map<std::string, int, std::less<>>& lines_;
    std::vector<Level> stack_;
    std::string key_;
    std::string failure_;
};

constexpr std::uint8_t time_subtype = 1;

bool is_time(const Json& value) {
    return value.is_binary() && value.get_binary().subtype() == time_subtype;
}

Time time_in(const Json& value) {
    std::uint64_t bits = 0;
    for (const auto byte : value.get_binary()) bits = bits << 8 | byte;
    return from_epoch_ms(static_cast<std::int64_t>(bits));
}

void append_number(std::string& out, double value) {
    require(std::isfinite(value), "a JSON number must be finite");
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

void append_break(std::string& out, int indent, int depth) {
    if (indent == 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent * depth), ' ');
}

void append(std::string& out, const Json& value, int indent, int depth) {
    if (is_time(value)) {
        out += format_epoch_seconds(time_in(value));
    } else if (value.is_string()) {
        append_json_string(out, value.get_ref<const std::string&>());
    } else if (value.is_number_float()) {
        append_number(out, value.get<double>());
    } else if (value.is_structured()) {
        const bool is_object = value.is_object();
        out += is_object ? '{' : '[';
        bool first = true;
        for (auto item = value.begin(); item != value.end(); ++item) {
            if (!first) out += ',';
            first = false;
            append_break(out, indent, depth + 1);
            if (is_object) {
                append_json_string(out, item.key());
                out += indent == 0 ? ":" : ": ";
            }
            append(out, *item, indent, depth + 1);
        }
        if (!first) append_break(out, indent, depth);
        out += is_object ? '}' : ']';
    } else {
        out += value.dump();
    }
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
}

}  // namespace

Document parse_json(std::string_view text, const std::string& file, int first_line) {
    Document document;
    document.file_ = file;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Cursor cursor{.line = first_line, .token_line = first_line};
    Builder builder(*document.root_, cursor, document.lines_->by_path);
    const CountingIterator first(text.data(), &cursor), last(text.data() + text.size(), &cursor);
    const bool whole =
        Json::sax_parse(first, last, &builder, nlohmann::detail::input_format_t::json, true, true);
    if (!whole || !builder.failure().empty()) {
        throw Error(fmt::format("{}:{}: {}", file, cursor.token_line, builder.failure()));
    }
    return document;
}

void require_regular(const std::filesystem::path& file) {
    std::error_code failure;
    const auto status = std::filesystem::status(file, failure);
    if (std::filesystem::is_directory(status))
        throw Error(fmt::format("{}: is a folder, not a file", file.string()));
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw Error(
            fmt::format("{}: is no regular file (a pipe, a device or a socket); copy its "
                        "content into one",
                        file.string()));
}

std::string read_file(const std::filesystem::path& file, std::uint64_t bytes_max) {
    require_regular(file);
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw Error(
            fmt::format("{}: cannot be read: no such file, or no permission", file.string()));
    std::string content;
    std::array<char, 65536> buffer{};
    while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
        content.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (content.size() > bytes_max) {
            throw Error(fmt::format("{}: larger than {} bytes", file.string(), bytes_max));
        }
    }
    if (stream.bad()) throw Error(fmt::format("{}: cannot be read to its end", file.string()));
    return content;
}

Document read_json(const std::filesystem::path& file, std::uint64_t bytes_max) {
    return parse_json(read_file(file, bytes_max), file.string());
}

void write_file(const std::filesystem::path& file, std::string_view content) {
    const auto beside = std::filesystem::path(file.string() + fmt::format(".{}.part", ::getpid()));
    {
        std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        stream.flush();
        if (!stream) {
            std::error_code ignored;
            std::filesystem::remove(beside, ignored);
            throw Error(fmt::format(
                "{}: cannot be written: no such folder, no permission, or the disk is full",
                file.string()));
        }
    }
    std::error_code failure;
    std::filesystem::rename(beside, file, failure);
    if (failure) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        throw Error(fmt::format("{}: cannot be written: {}", file.string(), failure.message()));
    }
}

Json aws_time(Time time) {
    auto bits = static_cast<std::uint64_t>(epoch_ms(time));
    Json::binary_t bytes(std::vector<std::uint8_t>(8), time_subtype);
    for (std::size_t i = 8; i-- > 0; bits >>= 8) bytes[i] = static_cast<std::uint8_t>(bits);
    return Json::binary(bytes, time_subtype);
}

std::optional<Time> read_aws_time(const Json& value) {
    if (is_time(value)) return time_in(value);
    if (!value.is_number()) return std::nullopt;
    const double seconds = value.get<double>();
    if (!(std::abs(seconds) < 1e12)) return std::nullopt;
    return from_epoch_ms(std::llround(seconds * 1000));
}

std::string to_text(const Json& value) {
    std::string out;
    append(out, value, 2, 0);
    return out += '\n';
}

std::string to_line(const Json& value) {
    std::string out;
    append(out, value, 0, 0);
    return out;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') [[likely]]
            continue;
        out += text.substr(written, i - written);  // a run of plain characters at a time
        written = i + 1;
        append_escaped(out, text[i]);
    }
    out += text.substr(written);
    out += '"';
}

std::string_view kind_of(const Json& value) {
    switch (value.type()) {
        case Json::value_t::object:
            return "an object";
        case Json::value_t::array:
            return "an array";
        case Json::value_t::string:
            return "a text";
        case Json::value_t::boolean:
            return "true or false";
        case Json::value_t::null:
            return "null";
        default:
            return "a number";
    }
}

std::string excerpt(const Json& value) {
    if (value.is_structured()) return std::string(kind_of(value));
    auto text = to_line(value);
    if (text.size() > 60) text = text.substr(0, 57) + "...";
    return text;
}

}  // namespace fleet
