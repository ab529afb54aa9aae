// A shape as prose for a reader: a section for every object, a row for every key.
#include <fmt/format.h>

#include "fleet/base/shape.hpp"

namespace fleet {
namespace {

std::string quoted(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += fmt::format("\"{}\"", words[i]);
    }
    return text;
}

/// The sections below, in the order of their first mention.
class Reference {
  public:
    std::string text() const { return text_; }

    void section(const Shape& shape, const std::string& path) {
        switch (shape.kind) {
            case Shape::Kind::object:
                return table(shape, path);
            case Shape::Kind::array:
                return section(shape.parts[0], path + "[]");
            case Shape::Kind::map:
                return section(shape.parts[0], path + ".NAME");
            case Shape::Kind::any_of:
                for (const auto& part : shape.parts) section(part, path);
                return;
            case Shape::Kind::by_kind:
                for (const auto& part : shape.parts)
                    table(part, fmt::format("{} of kind {}", path, part.title));
                return;
            case Shape::Kind::by_key:
                for (std::size_t i = 0; i < shape.parts.size(); ++i) {
                    const auto& part = shape.parts[i];
                    section(part, part.kind == Shape::Kind::object
                                      ? fmt::format("{} with {}", path, shape.words[i])
                                      : path);
                }
                return;
            default:
                return;
        }
    }

  private:
    void table(const Shape& shape, const std::string& path) {
        text_ += path.empty() ? "### The whole file\n\n" : fmt::format("### {}\n\n", path);
        if (!shape.meaning.empty()) text_ += shape.meaning + "\n\n";
        if (shape.words.size() == 2)
            text_ += fmt::format("At most one of {} may stand.\n\n", quoted(shape.words));
        text_ += "| key | value | default | meaning |\n| --- | --- | --- | --- |\n";
        for (const auto& field : shape.fields) {
            if (field.shape.kind != Shape::Kind::absent) row(field);
        }
        text_ += '\n';
        const auto base = path.substr(0, path.find(" of kind "));
        for (const auto& field : shape.fields)
            section(field.shape, path.empty() ? field.name : base + "." + field.name);
    }

    void row(const Field& field) {
        const auto standard = field.is_required            ? std::string("required")
                              : field.default_text.empty() ? std::string("–")
                                                           : "`" + field.default_text + "`";
        text_ += fmt::format("| `{}` | {} | {} | {} |\n", field.name, expected_of(field.shape),
                             standard, field.meaning);
    }

    std::string text_;
};

}  // namespace

std::string reference_of(const Shape& shape) {
    Reference reference;
    reference.section(shape, "");
    return reference.text();
}

std::string expected_of(const Shape& shape) {
    switch (shape.kind) {
        case Shape::Kind::any:
            return "any value";
        case Shape::Kind::boolean:
            return "true or false";
        case Shape::Kind::integer:
            return fmt::format("a whole number from {} to {}", shape.low, shape.high);
        case Shape::Kind::number:
            return fmt::format("a number from {} to {}", shape.least, shape.most);
        case Shape::Kind::text:
            return std::string(shape.form->expected);
        case Shape::Kind::word:
            return quoted(shape.words);
        case Shape::Kind::array:
            return "an array";
        case Shape::Kind::any_of:
            return expected_of(shape.parts[0]) + " or " + expected_of(shape.parts[1]);
        case Shape::Kind::absent:
            return "nothing";
        default:
            return "an object";
    }
}

}  // namespace fleet
