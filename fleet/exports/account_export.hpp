// An account as somebody saved it: what kinds of export there are, and what is read of one. Each
// kind is a file of this folder; whoever reads an export need not know which kind it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/time.hpp"
#include "fleet/connection_history.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/pki/key_quality.hpp"

namespace fleet {

struct ExportRequest {
    std::filesystem::path folder;
    std::optional<std::filesystem::path> revocation_lists = {};  // a folder of them beside it
    Time at;                                                     // what happened later is not read
    unsigned threads = 1;                                        // cannot show in the result
    const DebianWeakKeys* weak_keys = &DebianWeakKeys::synthetic();
    bool has_weak_key_list = false;  // weak_keys holds a list of the world's
    /// Called with one JSON object for each certificate that was read, in order, when somebody
    /// wants the facts.
    std::function<void(std::string_view)> on_facts = {};
    /// Called now and then, with a line for a person who waits.
    std::function<void(const std::string&)> on_progress = {};
};

/// Certificates that were met. One that stands twice is met twice and judged once.
struct ExportCounts {
    std::uint64_t met = 0;
    std::uint64_t repeated = 0;

    bool operator==(const ExportCounts&) const = default;
};

struct AccountExport {
    std::string_view kind;  // a sentence names it: "a folder of certificates"
    Inventory inventory;    // as of the instant that was asked for, as far as the export tells
    Dictionary dictionary;
    ConnectionHistory history;
    ExportCounts counts;
    /// Certificates in which nothing could be read: file within the folder, and why.
    std::vector<Problem> unreadable = {};
    /// Where certificates lie: files, and by index in Inventory::certificates one of them; empty
    /// where the export tells of certificates in other ways.
    std::vector<std::string> files = {};
    std::vector<std::uint32_t> certificate_files = {};
    /// What else a reader of the result should know; sentences.
    std::vector<std::string> notes = {};
};

/// A kind of export: a card and two functions.
struct ExportKind {
    std::string_view name;  // "a folder of certificates"
    bool (*recognises)(const std::filesystem::path& folder);
    AccountExport (*read)(const ExportRequest& request);
};

std::span<const ExportKind* const> export_kinds();

/// Reads an export of whatever kind. Raises Error when it is of none, when nothing in it can be
/// read, and for a file without which the result would be wrong, with everything that is wrong with
/// it.
AccountExport read_export(const ExportRequest& request);

}  // namespace fleet
