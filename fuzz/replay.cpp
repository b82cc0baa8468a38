// Plays every input of the folders named, in place of a fuzzer: what was found once stays a test.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/target.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputs_of(const fs::path& folder) {
    std::vector<fs::path> inputs;
    if (fs::is_regular_file(folder))
        inputs.push_back(folder);
    else
        for (const auto& entry : fs::directory_iterator(folder))
            inputs.push_back(entry.path());
    std::ranges::sort(inputs);
    return inputs;
}

// In memory of exactly its size, so that AddressSanitizer sees who reads beyond it.
void play(const fs::path& input) {
    std::ifstream file(input, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    std::printf("%s\n", input.c_str());
    std::fflush(stdout); // the last one named is the one that crashed
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

} // namespace

int main(int count, char** arguments) {
    std::size_t played = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& input : inputs_of(arguments[i])) {
            play(input);
            ++played;
        }
    std::printf("%zu inputs\n", played);
    return played > 0 ? 0 : 2;
}
