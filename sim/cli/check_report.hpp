// What `check` found, and the three forms in which it is told. Knows nothing of rules, so that the
// forms are tested on their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Something wrong with a file, or a lint's remark.
struct CheckNote {
    std::string file;  // which may be another than the one that was given
    int line = 0;
    std::string path;
    std::optional<std::size_t> behavior;
    std::string message;
    std::string lint;  // empty: a validation error
    std::string fix;
};

struct CheckedFile {
    std::string file;
    std::string kind;  // "security profile", …
    std::vector<CheckNote> errors;
    std::vector<CheckNote> lints;
};

struct CheckRule {
    std::string name;
    std::string story;
};

/// "FILE:LINE: PATH: message"; files without a remark are named unless `is_quiet`.
std::string check_text(const std::vector<CheckedFile>& files, bool is_quiet);
std::string check_json(const std::vector<CheckedFile>& files);
/// SARIF 2.1.0. `rules` are those that a remark may name.
std::string check_sarif(const std::vector<CheckedFile>& files, const std::vector<CheckRule>& rules,
                        const std::string& version);

}  // namespace cli
