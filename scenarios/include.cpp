#include "scenarios/include.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/text_form.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {
namespace {

namespace fs = std::filesystem;
using fleet::Json;
using Places = std::map<std::string, Origins::Place, std::less<>>;

constexpr std::size_t include_depth_max = 8;
constexpr std::size_t included_files_max = 100;

/// Lays one file after the other over what there is.
class Merge {
  public:
    void lay_over(Json value, std::size_t document) {
        document_ = document;
        overlay(root_, std::move(value), "", "");
    }
    Json take_root() { return std::move(root_); }
    Places take_places() { return std::move(places_); }

  private:
    void overlay(Json& below, Json above, const std::string& path, const std::string& inner) {
        if (below.is_object() && above.is_object()) return merge_keys(below, above, path, inner);
        if (below.is_array() && above.is_array()) return append(below, above, path, inner);
        forget_within(path);
        places_[path] = {document_, inner};
        below = std::move(above);
    }

    void merge_keys(Json& below, Json& above, const std::string& path, const std::string& inner) {
        for (auto item = below.begin(); item != below.end(); ++item)
            keep_place(fleet::path_of(path, item.key()));
        places_[path] = {document_, inner};
        auto& members = below.get_ref<Json::object_t&>();
        std::map<std::string, std::ptrdiff_t> known;  // looking for a key in an object takes long
        for (auto member = members.begin(); member != members.end(); ++member)
            known.emplace(member->first, member - members.begin());
        for (auto& [key, value] : above.get_ref<Json::object_t&>()) {
            const auto place = fleet::path_of(path, key), own = fleet::path_of(inner, key);
            if (const auto found = known.find(key); found != known.end()) {
                overlay(members.begin()[found->second].second, std::move(value), place, own);
                continue;
            }
            places_[place] = {document_, own};
            members.emplace_back(key, std::move(value));
        }
    }

    void append(Json& below, Json& above, const std::string& path, const std::string& inner) {
        for (std::size_t i = 0; i < below.size(); ++i) keep_place(fleet::path_of(path, i));
        places_[path] = {document_, inner};
        for (std::size_t i = 0; i < above.size(); ++i) {
            places_[fleet::path_of(path, below.size())] = {document_, fleet::path_of(inner, i)};
            below.push_back(std::move(above[i]));
        }
    }

    void forget_within(const std::string& path) {
        auto place = places_.lower_bound(path);
        while (place != places_.end() && place->first.starts_with(path))
            place = is_within(place->first, path) ? places_.erase(place) : std::next(place);
    }

    /// What lies at `path` stays where it stands, though what holds it comes from elsewhere now.
    void keep_place(const std::string& path) { places_.try_emplace(path, place_of(places_, path)); }

    Json root_ = Json::object();
    Places places_;
    std::size_t document_ = 0;
};

/// Reads the files in the order in which they are laid over one another.
class Reader {
  public:
    explicit Reader(fs::path file) : file_(std::move(file)) {}

    Included read() {
        const auto text = fleet::read_file(file_, scenario_bytes_max);
        bytes_ = text.size();
        auto scenario = fleet::parse_json(text, file_.string());
        Included result;
        if (scenario.root().is_object() && scenario.root().contains("include")) {
            enter(file_);
            follow(scenario);
            problems_.raise_if_any();
            auto own = std::move(scenario.root());
            own.erase("include");
            merge_.lay_over(std::move(own), 0);
            scenario.root() = merge_.take_root();
            result.origins.merged = merge_.take_places();
            result.origins.included = std::move(included_);
        }
        result.scenario = std::move(scenario);
        result.bytes = bytes_;
        return result;
    }

  private:
    struct Open {
        fs::path canonical;
        std::string name;  // as a person knows it
    };

    static fs::path canonical_of(const fs::path& file) {
        std::error_code ignored;
        return fs::weakly_canonical(file, ignored);
    }
    void enter(const fs::path& file) {
        const auto canonical = canonical_of(file);
        seen_.insert(canonical);
        open_.push_back({canonical, file.string()});
    }

    /// Everything that `document` includes.
    void follow(const fleet::Document& document) {
        const auto found = document.root().find("include");
        if (found == document.root().end()) return;
        if (found->is_string()) return include(document, *found, "include");
        if (!found->is_array()) return refuse(document, "include", not_a_file(*found));
        for (std::size_t i = 0; i < found->size(); ++i)
            include(document, (*found)[i], fleet::path_of("include", i));
    }

    void include(const fleet::Document& from, const Json& name, const std::string& place) {
        if (!name.is_string() || !fleet::file_form.accepts(name.get_ref<const std::string&>()))
            return refuse(from, place, not_a_file(name));
        const auto file = fs::path(from.file()).parent_path() / name.get<std::string>();
        const auto canonical = canonical_of(file);
        const auto circle = std::ranges::find(open_, canonical, &Open::canonical);
        if (circle != open_.end()) return refuse(from, place, chain_from(circle, file));
        if (seen_.contains(canonical)) return;
        if (open_.size() > include_depth_max)
            return refuse(from, place,
                          fmt::format("is included through more than {} files", include_depth_max));
        if (included_.size() + open_.size() > included_files_max)
            return refuse(from, place,
                          fmt::format("at most {} files may be included", included_files_max));
        try {
            take(file);
        } catch (const fleet::Error& error) {
            refuse(from, place, fmt::format("while reading the file it names: {}", error.what()));
        }
    }

    void take(const fs::path& file) {
        const auto text = fleet::read_file(file, scenario_bytes_max);
        bytes_ += text.size();
        if (bytes_ > scenario_files_bytes_max)
            throw fleet::Error(fmt::format("all files together are larger than {} bytes",
                                           scenario_files_bytes_max));
        auto document = fleet::parse_json(text, file.string());
        auto value = document.root();
        if (!value.is_object())
            return refuse(document, "",
                          fmt::format("found {}, expected an object with sections of a scenario",
                                      fleet::excerpt(value)));
        if (value.contains("name"))
            refuse(document, "name", "a file that is included names no scenario; leave it out");
        enter(file);
        follow(document);
        open_.pop_back();
        for (const auto* key : {"$schema", "include"}) value.erase(key);
        included_.push_back(std::move(document));
        merge_.lay_over(std::move(value), included_.size());
    }

    static std::string not_a_file(const Json& found) {
        return fmt::format("found {}, expected {}, or an array of such", fleet::excerpt(found),
                           fleet::file_form.expected);
    }
    std::string chain_from(std::vector<Open>::const_iterator first, const fs::path& file) const {
        std::string chain;
        for (; first != open_.end(); ++first) chain += first->name + " includes ";
        return fmt::format("goes in a circle: {}{}", chain, file.string());
    }
    void refuse(const fleet::Document& document, const std::string& place, std::string message) {
        problems_.add(document.problem(place, std::move(message)));
    }

    fs::path file_;
    std::vector<Open> open_;
    std::set<fs::path> seen_;
    std::vector<fleet::Document> included_;
    std::uint64_t bytes_ = 0;
    Merge merge_;
    fleet::Problems problems_;
};

}  // namespace

Included read_with_includes(const fs::path& file) { return Reader(file).read(); }

Origins::Place place_of(const Places& merged, std::string_view path) {
    const std::string whole(path);
    while (true) {
        if (const auto found = merged.find(path); found != merged.end()) {
            auto inner = found->second.path + whole.substr(path.size());
            if (inner.starts_with('.')) inner.erase(0, 1);
            return {found->second.document, std::move(inner)};
        }
        if (path.empty()) return {0, whole};
        const auto cut = path.find_last_of(".[");
        path = cut == std::string_view::npos ? std::string_view{} : path.substr(0, cut);
    }
}

}  // namespace scenarios
