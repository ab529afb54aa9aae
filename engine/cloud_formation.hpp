// Resources as CloudFormation writes them – CamelCase keys, counts as texts, functions that only it
// can resolve – turned into what the service's own API takes. (docs/detect-semantics §9.6)
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/json.hpp"

namespace engine {

/// One thing that a file describes, as the API's request, and where it stands in the file.
class Described {
  public:
    enum class Keys : std::uint8_t { as_written, camel_case };
    /// The value stands as it is at `base`.
    Described(fleet::Json request, std::string base, Keys keys = Keys::as_written,
              std::string logical_id = {});
    Described(Described&&) noexcept;
    Described& operator=(Described&&) noexcept;
    ~Described();

    const fleet::Json& request() const { return *request_; }
    fleet::Json& request() { return *request_; }
    /// Where the value at `path` of the request stands in the file.
    std::string place(std::string_view path) const;
    /// Of the template's resource; empty where there is none.
    const std::string& logical_id() const { return logical_id_; }

  private:
    std::unique_ptr<fleet::Json> request_;
    std::string base_;
    Keys keys_;
    std::string logical_id_;
};

/// Is this a template: an object with Resources?
bool is_template(const fleet::Json& json);
/// Is this one resource of the type, outside a template?
bool is_resource(const fleet::Json& json, std::string_view type);

/// The resources of `type` ("AWS::IoT::Dimension") in a template, a lone resource, or – unless
/// `json` is one of these – its bare Properties. `base` is where `json` stands. With `as_written`
/// only functions are resolved: a policy document's keys are its own.
std::vector<Described> resources_of(const fleet::Json& json, std::string_view base,
                                    std::string_view type,
                                    Described::Keys keys = Described::Keys::camel_case);

}  // namespace engine
