// A generated fleet as AWS would tell of it: the answer to every call that
// docs/auditing-an-account.md makes, as a file, and a program that gives them as the AWS CLI does.
#pragma once

#include <filesystem>

namespace support {

/// Writes FOLDER/answers/CALL.json and CALL/NAME.json, FOLDER/names/CALL.txt for the names that a
/// loop goes through, and FOLDER/bin/aws, which gives them. `generated` is what `generate` left.
void write_aws_account(const std::filesystem::path& generated, const std::filesystem::path& folder);

}  // namespace support
