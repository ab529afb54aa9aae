// What the fuzzers do with their bytes: each target takes any input at all and aborts when our code
// breaks its promise. One program of libFuzzer each, and one test that replays what they found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fuzz {

using Input = std::span<const std::uint8_t>;

/// Answers of the AWS CLI are refused with an Error, or make an inventory.
void aws_answer(Input input);
/// The certificate reader answers, says why when it refuses, and says the same from a PEM file.
void certificate(Input input);
/// A metrics report of a device is refused or holds together, and reads the same in both encodings.
void device_report(Input input);
/// A recording is refused with an Error, or makes a history in which time goes forward.
void recording(Input input);
/// The revocation list reader answers, in order, and says why when it refuses.
void revocation_list(Input input);
/// A policy document is refused with an Error, or judges any request.
void policy(Input input);

}  // namespace fuzz
