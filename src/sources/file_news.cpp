#include "sources/file_news.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <list>
#include <utility>
#include <vector>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <sys/inotify.h>

#include "sources/descriptor.h"

namespace offline::sources {
namespace {

namespace fs = std::filesystem;

// A socket that begins to listen has its permissions set: that is IN_ATTRIB.
constexpr std::uint32_t in_a_folder = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB |
                                      IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
// A file that is mounted over another is written without any news of the folder that it is seen in.
constexpr std::uint32_t of_the_file = IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF;

constexpr int most_links = 8;
constexpr int pieces_a_wake = 64;

/// What tells of a file: a name in a watched folder, or the file itself, without a name.
struct Step {
    int watch{};
    std::string name;
};

struct Followed {
    fs::path path;
    std::function<void()> listener;
    bool is_folder{};
    std::vector<Step> steps;
    bool touched{};
};

bool tells_of(const Step& step, const inotify_event& event) {
    if (step.watch != event.wd)
        return false;
    if (step.name.empty() || (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0)
        return true;
    return event.len != 0 && step.name == event.name;
}

} // namespace

/// The inotify instance; alive as long as the FileNews, and through a callback that destroys that.
class FileNews::Watch : public std::enable_shared_from_this<Watch> {
public:
    explicit Watch(const boost::asio::any_io_executor& executor) : descriptor_(executor) {}

    int begin() {
        Descriptor made(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
        if (!made)
            return errno;
        boost::system::error_code failed;
        descriptor_.assign(made.number(), failed);
        if (failed)
            return failed.value();
        made.release();
        return 0;
    }

    void follow(std::string path, bool is_folder, std::function<void()> listener) {
        auto& file =
            files_.emplace_back(Followed{std::move(path), std::move(listener), is_folder, {}, false});
        arm(file);
        if (files_.size() == 1)
            wait();
    }

    void stop() noexcept {
        boost::system::error_code failed;
        descriptor_.close(failed);
    }

private:
    void wait() {
        descriptor_.async_wait(descriptor_.wait_read,
                               [weak = weak_from_this()](const boost::system::error_code& error) {
                                   const auto self = weak.lock();
                                   if (self && self->descriptor_.is_open() && !error)
                                       self->wake();
                               });
    }

    void wake() {
        const auto alive = shared_from_this();
        drain();
        for (auto& file : files_) {
            if (!std::exchange(file.touched, false))
                continue;
            arm(file); // before it is looked at: what happens in between is news again
            file.listener();
            if (!descriptor_.is_open())
                return;
        }
        drop_unused();
        wait();
    }

    void drain() {
        alignas(inotify_event) std::array<char, 4096> room; // NOLINT(cppcoreguidelines-pro-type-member-init)
        for (int i = 0; i < pieces_a_wake; ++i) {
            const auto got = ::read(descriptor_.native_handle(), room.data(), room.size());
            if (got <= 0)
                return;
            for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
                const auto* event = reinterpret_cast<const inotify_event*>(room.data() + at);
                at += sizeof *event + event->len;
                note(*event);
            }
        }
    }

    void note(const inotify_event& event) {
        const bool overrun = (event.mask & IN_Q_OVERFLOW) != 0;
        for (auto& file : files_)
            if (overrun || std::ranges::any_of(file.steps, [&](auto& step) { return tells_of(step, event); }))
                file.touched = true;
    }

    void arm(Followed& file) {
        file.steps.clear();
        std::error_code failed;
        auto path = file.path;
        for (int links = 0; links <= most_links; ++links) {
            if (!watch_folder_of(file, path))
                return;
            const auto target = fs::read_symlink(path, failed);
            if (failed)
                break;
            path = (path.parent_path() / target).lexically_normal();
        }
        watch(file, path, file.is_folder ? in_a_folder | of_the_file : of_the_file, {});
    }

    // Where the folder is missing, the nearest one above it tells when it comes; false then.
    bool watch_folder_of(Followed& file, const fs::path& path) {
        auto folder = path.parent_path();
        auto name = path.filename();
        bool whole = true;
        while (!watch(file, folder, in_a_folder, name)) {
            if (folder == folder.root_path())
                return false;
            whole = false;
            name = folder.filename();
            folder = folder.parent_path();
        }
        return whole;
    }

    bool watch(Followed& file, const fs::path& path, std::uint32_t what, const fs::path& name) {
        const int watch = ::inotify_add_watch(descriptor_.native_handle(), path.c_str(), what | IN_MASK_ADD);
        if (watch < 0)
            return false;
        file.steps.push_back({watch, name});
        if (std::ranges::find(watches_, watch) == watches_.end())
            watches_.push_back(watch);
        return true;
    }

    void drop_unused() {
        std::erase_if(watches_, [this](int watch) {
            for (const auto& file : files_)
                for (const auto& step : file.steps)
                    if (step.watch == watch)
                        return false;
            ::inotify_rm_watch(descriptor_.native_handle(), watch);
            return true;
        });
    }

    boost::asio::posix::stream_descriptor descriptor_;
    std::list<Followed> files_;
    std::vector<int> watches_;
};

base::Result<std::unique_ptr<FileNews>> FileNews::open(const boost::asio::any_io_executor& executor) {
    auto watch = std::make_shared<Watch>(executor);
    if (const int error = watch->begin(); error != 0)
        return base::failure(base::Code::unexpected,
                             std::string("files cannot be watched: ") + std::strerror(error));
    return std::unique_ptr<FileNews>(new FileNews(std::move(watch)));
}

FileNews::FileNews(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}

FileNews::~FileNews() { watch_->stop(); }

void FileNews::follow(std::string path, std::function<void()> listener) {
    watch_->follow(std::move(path), false, std::move(listener));
}

void FileNews::follow_all_in(std::string folder, std::function<void()> listener) {
    watch_->follow(std::move(folder), true, std::move(listener));
}

} // namespace offline::sources
