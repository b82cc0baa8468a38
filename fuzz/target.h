#pragma once

#include <cstddef>
#include <cstdint>

/// One input, as libFuzzer calls it. It has no memory of those before, and returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
