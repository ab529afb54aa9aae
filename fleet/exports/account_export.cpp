// The table of the kinds of export; a new one is a file beside this one and a line here.
#include "fleet/exports/account_export.hpp"

#include <fmt/format.h>

#include <array>

namespace fleet {
namespace exports {
extern const ExportKind run_directory, generated_fleet, aws_answers, certificate_folder;
}

std::span<const ExportKind* const> export_kinds() {
    // The more a folder says of itself, the earlier its kind is asked.
    static constexpr std::array table{
        &exports::run_directory,
        &exports::generated_fleet,
        &exports::aws_answers,
        &exports::certificate_folder,
    };
    return table;
}

AccountExport read_export(const ExportRequest& request) {
    namespace fs = std::filesystem;
    const auto name = request.folder.string();
    std::error_code failure;
    if (!fs::is_directory(request.folder, failure))
        throw Error(fmt::format("{}: is no folder{}", name,
                                failure ? ": " + failure.message() : std::string{}));
    fs::directory_iterator(request.folder, failure);
    if (failure) throw Error(fmt::format("{}: cannot be read: {}", name, failure.message()));
    for (const auto* kind : export_kinds()) {
        if (!kind->recognises(request.folder)) continue;
        auto read = kind->read(request);
        read.kind = kind->name;
        return read;
    }
    throw Error(fmt::format(
        "{}: holds nothing that an audit could read: neither a generated fleet, nor a run, nor "
        "answers of the AWS CLI as .json files, nor certificates (PEM or DER)",
        name));
}

}  // namespace fleet
