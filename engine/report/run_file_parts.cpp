#include "engine/report/run_file_parts.hpp"

#include <nlohmann/json.hpp>

namespace report {

using fleet::Json;

std::string raw(const std::string& text) {
    return Json::accept(text) ? text : fleet::to_line(Json(text));
}

Json object_of(std::string_view key, Json value) {
    Json object = Json::object();
    object[std::string(key)] = std::move(value);
    return object;
}

void write_json(const std::filesystem::path& file, const Json& json) {
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (failure)
        throw fleet::Error(file.string() + ": its folder cannot be made: " + failure.message());
    fleet::write_file(file, fleet::to_text(json));
}

}  // namespace report
