#include "sources/name_servers.h"

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "sources/descriptor.h"

namespace offline::sources {
namespace {

constexpr std::array places{"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"};
constexpr std::size_t longest = 1U << 16; // what stands behind that changes unseen

std::optional<std::string> text_of(const char* path) {
    const Descriptor file(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file)
        return std::nullopt;
    std::string text(longest, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::read(file.number(), text.data() + size, text.size() - size);
        if (got <= 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    text.shrink_to_fit();
    return text;
}

} // namespace

NameServers::NameServers(FileNews* files, std::function<void()> changed)
    : files_(files), changed_(std::move(changed)) {}

void NameServers::start() {
    if (!files_)
        return;
    for (const char* place : places)
        files_->follow(place, [this] { look(); });
    std::ranges::transform(places, texts_.begin(), text_of);
}

void NameServers::look() {
    auto before = std::exchange(texts_, {});
    std::ranges::transform(places, texts_.begin(), text_of);
    if (before != texts_)
        changed_();
}

model::Source NameServers::source() const {
    using Outcome = model::Source::Outcome;
    if (!files_)
        return {"name-servers", Outcome::failed, "files cannot be watched: no inotify instance is left"};
    const bool any = std::ranges::any_of(texts_, [](const auto& text) { return text.has_value(); });
    return {"name-servers", any ? Outcome::working : Outcome::absent,
            any ? "" : "there is no /etc/resolv.conf"};
}

} // namespace offline::sources
