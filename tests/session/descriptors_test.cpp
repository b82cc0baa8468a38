#include "session/descriptors.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace offline::session {
namespace {

using boost::asio::posix::stream_descriptor;

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

// The parts are those of an engine: a loop, one descriptor beside it, and a set of a query's own sockets in
// it.
class DescriptorsOfALoop : public testing::Test {
protected:
    DescriptorsOfALoop() {
        all_.close_too(beside_);
        epoll_event readable{.events = EPOLLIN, .data = {}};
        EXPECT_EQ(::epoll_ctl(set_.native_handle(), EPOLL_CTL_ADD, in_the_set_, &readable), 0);
    }

    ~DescriptorsOfALoop() override {
        ::close(in_the_set_);
        ::close(beside_);
        ::close(anothers_);
    }

    // Runs `look` in a child that has closed them all; true where it found what it should.
    template <class Look>
    bool in_a_child(Look look) {
        const pid_t child = ::fork();
        if (child == 0) {
            all_.close_all();
            ::_exit(look() ? 0 : 1);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        return status == 0;
    }

    boost::asio::io_context loop_;
    stream_descriptor watched_{loop_, ::eventfd(0, EFD_CLOEXEC)};
    stream_descriptor set_{loop_, ::epoll_create1(EPOLL_CLOEXEC)};
    int in_the_set_ = ::eventfd(0, EFD_CLOEXEC);
    int beside_ = ::eventfd(0, EFD_CLOEXEC);
    int anothers_ = ::eventfd(0, EFD_CLOEXEC);
    Descriptors all_{loop_};
};

TEST_F(DescriptorsOfALoop, AreClosedInAForkAndStayInTheParent) {
    EXPECT_TRUE(in_a_child([&] {
        return !is_open(watched_.native_handle()) && !is_open(set_.native_handle()) && !is_open(beside_);
    }));
    EXPECT_TRUE(is_open(watched_.native_handle()));
    EXPECT_TRUE(is_open(beside_));
}

TEST_F(DescriptorsOfALoop, IncludeThoseOfASetInTheSet) {
    EXPECT_TRUE(in_a_child([&] { return !is_open(in_the_set_); }));
}

TEST_F(DescriptorsOfALoop, DoNotIncludeWhatTheProgramOpened) {
    EXPECT_TRUE(in_a_child([&] { return is_open(anothers_) && is_open(STDERR_FILENO); }));
}

} // namespace
} // namespace offline::session
