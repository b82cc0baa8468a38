#include <atomic>
#include <deque>
#include <future>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

#include "metrics/caller.h"
#include "metrics/server.h"
#include "servers/temp_folder.h"

namespace offline::metrics {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

const std::string long_page(std::size_t{4} * 1024 * 1024, 'x');

/// A server on a loop of its own.
class ServerTest : public testing::Test {
protected:
    void SetUp() override { serve({.socket = folder_.path() / "m.sock"}); }

    ~ServerTest() override { end(); }

    void serve(const Place& place) {
        end();
        auto listener = Listener::open(place).value();
        place_ = listener->place();
        loop_.restart();
        server_.emplace(loop_.get_executor(), std::move(listener), [this](auto tell) {
            ++made_;
            if (page_)
                tell(*page_);
        });
        thread_ = std::thread([this] { loop_.run(); });
    }

    void serve_at_port() { serve(*parse_place("127.0.0.1:0")); }

    void end() {
        if (!thread_.joinable())
            return;
        asio::post(loop_, [this] { server_.reset(); });
        thread_.join();
    }

    std::string answer_to(const std::string& request) const {
        Caller caller(place_);
        caller.say(request);
        return caller.hear(!request.starts_with("HEAD"));
    }

    /// What is told from here on; nothing: nothing ever.
    void tells(std::optional<std::string> page) {
        std::promise<void> told;
        asio::post(loop_, [&] {
            page_ = std::move(page);
            told.set_value();
        });
        told.get_future().wait();
    }

    std::atomic<int> made_ = 0;
    Place place_;

private:
    servers::TempFolder folder_;
    asio::io_context loop_{1};
    std::optional<std::string> page_ = "a 1\n"; ///< on the loop
    std::optional<Server> server_;
    std::thread thread_;
};

TEST_F(ServerTest, GivesThePageToWhoeverGetsIt) {
    EXPECT_THAT(answer_to(get), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                                      HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"),
                                      HasSubstr("Content-Length: 4\r\n"), EndsWith("\r\n\r\na 1\n")));
    EXPECT_THAT(answer_to("GET /metrics?name=up HTTP/1.1\r\nHost: x\r\n\r\n"), EndsWith("\r\n\r\na 1\n"));
}

TEST_F(ServerTest, GivesItsHeadAlone) {
    EXPECT_THAT(
        answer_to("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Length: 4\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(ServerTest, HasNothingElse) {
    for (const std::string target : {"/", "/metrics/", "/metric", "/../metrics", "http://x/metrics", "*"})
        EXPECT_THAT(answer_to("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404 "))
            << target;
}

TEST_F(ServerTest, TakesNothing) {
    for (const std::string method : {"POST", "PUT", "DELETE", "OPTIONS", "PURGE"})
        EXPECT_THAT(answer_to(method + " /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"),
                    AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n"),
                          HasSubstr("Connection: close")))
            << method;
}

TEST_F(ServerTest, AnswersOneRequestAfterTheOtherOnOneConnection) {
    Caller caller(place_);
    for (int i = 0; i < 3; ++i) {
        caller.say(get);
        EXPECT_THAT(caller.hear(), EndsWith("a 1\n"));
    }
    caller.say(get + get);
    EXPECT_THAT(caller.hear(), EndsWith("a 1\n"));
    EXPECT_THAT(caller.hear(), EndsWith("a 1\n"));
}

TEST_F(ServerTest, ClosesWhereAClientOfHttp10DoesNotAskForMore) {
    Caller once(place_);
    once.say("GET /metrics HTTP/1.0\r\n\r\n");
    EXPECT_THAT(once.hear(), StartsWith("HTTP/1.0 200 OK\r\n"));
    EXPECT_TRUE(once.is_left());
    Caller again(place_);
    for (int i = 0; i < 2; ++i) {
        again.say("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_THAT(again.hear(), AllOf(HasSubstr("Connection: keep-alive\r\n"), EndsWith("a 1\n")));
    }
}

TEST_F(ServerTest, AtAPortIsForThisMachinesNamesAlone) {
    serve_at_port();
    for (const std::string host : {"localhost", "localhost:9911", "127.0.0.1:1", "127.8.8.8", "[::1]:9"})
        EXPECT_THAT(answer_to("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
                    StartsWith("HTTP/1.1 200 "))
            << host;
    for (const std::string host :
         {"evil.example", "localhost.evil.example", "192.0.2.1", "[::1", "", "127.0.0.1.evil"})
        EXPECT_THAT(answer_to("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
                    StartsWith("HTTP/1.1 421 "))
            << host;
}

TEST_F(ServerTest, RefusesGarbageAndHangsUp) {
    const auto long_line = "GET /" + std::string(100000, 'x');
    for (const auto& garbage : {std::string("nonsense\r\n\r\n"), std::string("GET\r\n\r\n"),
                                std::string("\x16\x03\x01\x02\x00\x01", 6) + "\r\n\r\n",
                                std::string("GET /metrics HTTP/9.9\r\n\r\n"),
                                "GET /metrics HTTP/1.1\r\nX: " + std::string(100000, 'x'), long_line,
                                std::string("GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n")}) {
        Caller caller(place_);
        caller.say(garbage);
        const auto answer = caller.hear();
        EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 400 ")) << answer;
        EXPECT_TRUE(caller.is_left()) << garbage.substr(0, 40);
    }
    EXPECT_THAT(answer_to(get), EndsWith("a 1\n"));
}

TEST_F(ServerTest, MakesOnePageForAllWhoAskAtTheSameTime) {
    Caller caller(place_);
    const auto began = std::chrono::steady_clock::now();
    constexpr int asked = 1000;
    for (int i = 0; i < asked; ++i) {
        caller.say(get);
        ASSERT_THAT(caller.hear(), EndsWith("a 1\n"));
    }
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_LE(made_, took / 100ms + 2);
}

TEST_F(ServerTest, MakesAnotherPageAfterAMoment) {
    answer_to(get);
    while (made_ < 2)
        ASSERT_THAT(answer_to(get), EndsWith("a 1\n"));
}

TEST_F(ServerTest, HangsUpOnTheIdlestWhereTooManyCome) {
    Caller busy(place_);
    std::deque<Caller> idle;
    for (std::size_t i = 1; i < Server::most_visitors; ++i)
        idle.emplace_back(place_).say("GET /metr"); // and then nothing for an hour
    busy.say(get);
    EXPECT_THAT(busy.hear(), EndsWith("a 1\n"));
    const Caller newcomer(place_);
    EXPECT_TRUE(idle.front().is_left());
    busy.say(get);
    EXPECT_THAT(busy.hear(), EndsWith("a 1\n")) << "it came first, and was idle last";
}

TEST_F(ServerTest, ServesOthersWhileSomeTakeNothingOfWhatTheyAskedFor) {
    tells(long_page);
    std::deque<Caller> greedy;
    for (std::size_t i = 0; i < 4 * Server::most_visitors; ++i) {
        greedy.emplace_back(place_);
        for (int j = 0; j < 100; ++j)
            greedy.back().say(get);
    }
    EXPECT_THAT(answer_to(get), testing::SizeIs(testing::Gt(long_page.size())));
    EXPECT_TRUE(greedy.front().is_left());
}

TEST_F(ServerTest, HangsUpOnOneThatTakesNothingForTenSeconds) {
    tells(long_page);
    Caller greedy(place_);
    const auto began = std::chrono::steady_clock::now();
    greedy.say(get);
    EXPECT_TRUE(greedy.is_left_unread());
    EXPECT_GT(std::chrono::steady_clock::now() - began, 5s);
}

TEST_F(ServerTest, SaysSoWhereThePageIsNotMadeInTime) {
    tells({});
    EXPECT_THAT(answer_to(get), StartsWith("HTTP/1.1 503 "));
}

TEST_F(ServerTest, EndsWhileOthersWaitForIt) {
    tells({});
    Caller waiting(place_);
    waiting.say(get);
    while (made_ == 0)
        std::this_thread::yield();
    Caller idle(place_);
    end();
    EXPECT_TRUE(waiting.is_left());
    EXPECT_TRUE(idle.is_left());
}

} // namespace
} // namespace offline::metrics
