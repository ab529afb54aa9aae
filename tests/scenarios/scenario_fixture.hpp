// A folder of its own for each test, with scenario files written into it, and kinds of the tests'
// own, so that what the product's kinds are called does not matter here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "scenarios/load.hpp"
#include "tests/support/temporary_folder.hpp"

namespace scenarios {

KindTables kinds_of_tests();

class Folder {
  public:
    const std::filesystem::path& path() const { return folder_.path(); }
    Folder& with(const std::string& name, std::string_view text);
    Scenario load(const LoadOptions& options = {}) const;
    /// What load says about the folder; empty when it has nothing to say against it.
    std::string failure(const LoadOptions& options = {}) const;

  private:
    support::TemporaryFolder folder_;
};

/// A folder that holds only scenario.json.
std::string failure_of(std::string_view scenario);

/// A scenario with every section.
extern const std::string_view whole_scenario;
/// The files it names.
Folder& add_files_of_whole_scenario(Folder& folder);

}  // namespace scenarios
