#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

namespace offline::offlinectl {

/// Writes all of `text` to a descriptor, also to one that does not block.
std::error_code write_all(int descriptor, std::string_view text);

/// Where standard input, output or error is closed, the next file or socket would take its number, and be
/// written to: here something takes its place that cannot be written to.
void keep_standard_descriptors();

/// Where the program speaks: results on stdout, everything else on stderr, a line at a time.
///
/// Threads: print() may be called from any thread; lines never mix.
class Console {
public:
    struct Options {
        bool json{};
        bool embedded{};
        std::string color = "auto"; ///< auto, always or never
    };

    explicit Console(const Options& options);

    bool json() const { return json_; }

    bool embedded() const { return embedded_; }

    bool colored() const { return colored_; }

    /// One result, flushed at once. Once a line could not be written the later ones are dropped.
    void print(std::string_view line);

    /// One line on stderr: what; what to do.
    void say(std::string_view what) const;

    /// Why a line could not be written: `broken_pipe` where the reader went away.
    std::error_code trouble() const { return {trouble_.load(), std::generic_category()}; }

private:
    bool json_;
    bool embedded_;
    bool colored_;
    std::mutex mutex_;
    std::atomic<int> trouble_ = 0;
};

} // namespace offline::offlinectl
