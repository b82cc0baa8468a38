#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace offline::programs {

/// A FIFO that programs write lines to, and a test hears in their order.
class Ear {
public:
    explicit Ear(std::filesystem::path place);
    ~Ear();
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;

    const std::string& place() const { return place_; }

    /// The next line; none after a minute of silence.
    std::optional<std::string> line();

private:
    std::string place_;
    int descriptor_;
    std::string heard_;
};

/// Waits until a process of somebody else's has ended, whether or not that one has taken note of it; false
/// after a minute.
bool has_ended(int process);

} // namespace offline::programs
