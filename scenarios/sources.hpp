// Where a scenario's values come from: its own file, those it includes, the AWS files these name,
// overrides. Puts the files'
// content in their places, and tells for any value which file and line it stands in.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/shape.hpp"
#include "scenarios/include.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// All files of a scenario together; one file may stand in thousands of places.
inline constexpr std::uint64_t scenario_files_bytes_max = 16 * scenario_bytes_max;

/// Is `path` the value at `ancestor`, or within it?
bool is_within(std::string_view path, std::string_view ancestor);

class Sources {
  public:
    explicit Sources(Included scenario);

    fleet::Json& root() { return scenario_.root(); }
    const fleet::Json& root() const { return scenario_.root(); }
    const std::string& file() const { return scenario_.file(); }

    /// Reads every file that stands where `shape` allows one and puts its content in its place; one
    /// that cannot be read stays a text and is a problem.
    void inline_files(const fleet::Shape& shape, fleet::Problems& problems);
    /// From now on the value at `over.path` comes from elsewhere, no longer from its file.
    void mark_overridden(Origins::Override over);
    /// From now on the value at `path` stands where the one at `place` stands.
    void mark_moved(const std::string& path, std::string_view place);
    /// The text at `path` stands there as `text`; a variable's value has taken its place.
    void mark_written(const std::string& path, std::string text);
    /// Comes any of the value at `path` from another file than the scenario's own?
    bool is_included(std::string_view path) const;
    /// The problem `message` at `path`, in the file that holds the value.
    fleet::Problem problem(std::string_view path, std::string message) const;
    /// The document that holds the value at `path`, and the path of the value within it.
    std::pair<const fleet::Document&, std::string> origin(std::string_view path) const;

    /// The files in use, named uniquely without folders: name, text as it is now.
    struct Files {
        std::vector<std::pair<std::string, std::string>> texts;
        std::vector<std::pair<std::string, std::string>> places;  // JSON pointer, name
        std::map<std::string, std::string> names;                 // JSON path to name
    };
    Files files() const;
    /// Gives up the documents of the other files, and what options changed.
    Origins release_origins();
    /// Gives up the scenario's document, its root as it is now.
    fleet::Document release() { return std::move(scenario_); }

  private:
    struct Reference {
        std::string name;  // as written
        std::string pointer;
        std::string text;
        fleet::Document document;
    };
    struct Place {
        std::string path;
        std::string pointer;
    };

    void visit(fleet::Json& value, const fleet::Shape& shape, const Place& place,
               fleet::Problems& problems);
    void read(fleet::Json& value, const Place& place, fleet::Problems& problems);

    std::filesystem::path folder_of(std::string_view path) const;

    fleet::Document scenario_;
    std::map<std::string, Reference, std::less<>> references_;  // by JSON path
    Origins origins_;                                           // but for `files`
    std::uint64_t bytes_ = 0;
};

}  // namespace scenarios
