#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace offline::bus {

/// The objects of providers and stores, as any program sees them by ObjectManager and PropertiesChanged.
class Objects {
public:
    /// Properties as text: lists with commas between.
    using Properties = std::map<std::string, std::string>;

    /// The connection outlives it, and is attended.
    explicit Objects(sdbus::IConnection& connection);
    ~Objects();
    Objects(const Objects&) = delete;
    Objects& operator=(const Objects&) = delete;

    /// By path, as the daemon lists them now. Throws where there is none.
    std::map<std::string, Properties> listed() const;

    /// What was signalled: `+PATH`, `-PATH`, `PATH STATE REASON`; waits for so many.
    std::vector<std::string> hears(std::size_t many);

private:
    void note(std::string what);

    std::unique_ptr<sdbus::IProxy> manager_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::vector<std::string> heard_;
    sdbus::Slot match_;
};

} // namespace offline::bus
