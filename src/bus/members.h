#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace offline::bus {

/// The connections that joined one profile, and who of them is waited for.
///
/// A value; no thread, no clock and no bus. A connection is named by its unique name.
class Members {
public:
    static constexpr std::size_t most = 1024;

    /// False where there are too many. Once more is harmless.
    bool join(const std::string& connection);
    /// Nobody waits for it any more.
    void leave(const std::string& connection);

    /// A `START` of that number is out: it is answered by all who are waited for.
    void begin(std::uint64_t start);
    /// A member has done what it had to at that `START`. The answer to an earlier one tells that it lags no
    /// more.
    void ready(const std::string& connection, std::uint64_t start);
    /// The wait is over. Where it took as long as it may, those who are still awaited lag.
    void end(bool time_was_up);

    bool empty() const noexcept { return members_.empty(); }

    /// Those who do not lag.
    std::size_t prompt() const noexcept { return members_.size() - lagging_; }

    /// Those who do.
    std::size_t lagging() const noexcept { return lagging_; }

    /// Those whose answer is still to come.
    std::size_t awaited() const noexcept { return awaited_; }

private:
    struct Member {
        bool lags = false;
        bool awaited = false;
    };

    void answered(Member& member);

    std::map<std::string, Member, std::less<>> members_;
    std::uint64_t start_ = 0;
    std::size_t lagging_ = 0;
    std::size_t awaited_ = 0;
};

} // namespace offline::bus
