// What audits and profiles stated, read back from AWS's shapes: the answers of ListAuditFindings,
// DescribeAuditTask, ListViolationEvents and ListActiveViolations, ours or the AWS CLI's.
#pragma once

#include <set>
#include <string>

#include "engine/finding.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace engine {

class AnswerItem;

/// Gathers the pages of those answers. What is told twice counts once: pages may overlap.
class FindingsReader {
  public:
    /// One answer, or a list of what they list, each item told by its members. What is wrong goes
    /// to the problems, with its place.
    void read(const fleet::Document& document);
    /// A list of descriptions of audits, as a run leaves it; there may be none.
    void read_tasks(const fleet::Document& document);

    /// What was told of, be it that there is none.
    bool has_findings() const { return has_findings_; }
    bool has_violations() const { return has_violations_; }
    bool has_tasks() const { return !findings_.tasks.empty(); }
    /// Is any finding that was read of this task? Or is there none to ask?
    bool may_be_of(const std::string& task_id) const;

    /// What was read, in the order in which an examination states it; of a finding, event or task
    /// what makes it that one, and no texts. A task that findings name and no answer describes is
    /// told by its findings: completed, with the checks that found something. Raises Error with
    /// every problem.
    Findings take();

  private:
    void read_item(const AnswerItem& item);
    void read_finding(const AnswerItem& item);
    void read_task(const AnswerItem& item);
    void read_event(const AnswerItem& item);
    void read_active(const AnswerItem& item);
    bool is_repeated(const std::string& id);

    Findings findings_;
    fleet::Problems problems_;
    std::set<std::string> known_;  // ids of what was read
    bool has_findings_ = false, has_violations_ = false;
};

}  // namespace engine
