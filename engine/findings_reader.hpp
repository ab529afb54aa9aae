// What audits and profiles stated, read back from AWS's shapes: the answers of ListAuditFindings,
// DescribeAuditTask, ListViolationEvents and ListActiveViolations, ours or the AWS CLI's.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/finding.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// Gathers the pages of those answers. What is told twice counts once: pages may overlap.
class FindingsReader {
  public:
    /// One answer, or a list of what they list, each item told by its members. What is wrong goes
    /// to the problems, with its place.
    void read(const fleet::Document& document);
    /// Adds what somebody else found wrong with a file.
    void add(fleet::Problem problem) { problems_.add(std::move(problem)); }

    /// What was read, in the order in which an examination states it; of a finding, event or task
    /// what makes it that one, and no texts. A task that findings name and no answer describes is
    /// told by its findings: completed, with the checks that found something. Raises Error with
    /// every problem.
    Findings take();

  private:
    class Item;
    void read_item(const Item& item);
    void read_finding(const Item& item);
    void read_task(const Item& item);
    void read_event(const Item& item);
    void read_active(const Item& item);
    bool is_repeated(const std::string& id);

    Findings findings_;
    fleet::Problems problems_;
    std::set<std::string> known_;  // ids of what was read
};

/// A time as an API answers it: epoch seconds; or the text that the AWS CLI makes of them, with an
/// offset: "2018-08-06T02:00:00.123000+02:00". nullopt for anything else.
std::optional<fleet::Time> read_answered_time(const fleet::Json& value);

}  // namespace engine
