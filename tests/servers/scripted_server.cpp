#include "servers/scripted_server.h"

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "servers/own_socket.h"

namespace offline::servers {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

/// What a server remembers; written by its thread, read by any.
class Memory {
public:
    void opened() {
        change([&] { ++connections_, ++open_; });
    }

    void closed() {
        change([&] { --open_; });
    }

    void bytes(std::size_t count) {
        change([&] { bytes_ += count; });
    }

    void line(const std::string& text) {
        change([&] { lines_.push_back(text); });
    }

    template <class T>
    T read(T Memory::*member) const {
        const std::lock_guard lock(mutex_);
        return this->*member;
    }

    bool wait(std::chrono::milliseconds limit, const std::function<bool(const Memory&)>& enough) const {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return enough(*this); });
    }

    int connections_ = 0;
    int open_ = 0;
    std::size_t bytes_ = 0;
    std::vector<std::string> lines_;

private:
    template <class Change>
    void change(Change&& make) {
        {
            const std::lock_guard lock(mutex_);
            make();
        }
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
};

/// One connection, and the script that is played to it.
class Conversation {
public:
    Conversation(tcp::socket socket, Script script, Memory& memory)
        : socket_(std::move(socket)), script_(std::move(script)), memory_(memory) {
        memory_.opened();
    }

    ~Conversation() { memory_.closed(); }

    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    awaitable<void> play() {
        for (const auto& step : script_)
            co_await std::visit([this](const auto& each) { return perform(each); }, step);
        if (tls_)
            co_await tls_->async_shutdown(use_awaitable);
        socket_.shutdown(tcp::socket::shutdown_send);
        tls_.reset();
        co_await perform(Stall{});
    }

private:
    awaitable<void> perform(const Say& step) { co_await send(step.text); }

    awaitable<void> perform(const Drip& step) {
        asio::steady_timer pause(socket_.get_executor());
        for (const char byte : step.text) {
            co_await send({&byte, 1});
            pause.expires_after(step.pause);
            co_await pause.async_wait(use_awaitable);
        }
    }

    awaitable<void> perform(const Flood& step) {
        for (;;)
            co_await send(step.text);
    }

    awaitable<void> perform(const Expect& step) {
        if (const auto line = co_await next_line(); !line.starts_with(step.prefix))
            throw std::runtime_error("not what the script expects: " + line);
    }

    awaitable<void> perform(const Serve& step) {
        for (;;) {
            const auto line = co_await next_line();
            for (const auto& rule : step.rules) {
                if (rule.key.empty() ? !line.empty() : line.find(rule.key) == std::string::npos)
                    continue;
                co_await send(filled_in(rule.reply, line));
                if (rule.last)
                    co_return;
                break;
            }
        }
    }

    awaitable<void> perform(const Stall&) {
        for (;;)
            co_await receive();
    }

    awaitable<void> perform(const StartTls& step) {
        context_.use_certificate_chain_file(step.identity.certificate.string());
        context_.use_private_key_file(step.identity.key.string(), asio::ssl::context::pem);
        tls_.emplace(socket_, context_);
        co_await tls_->async_handshake(asio::ssl::stream_base::server, use_awaitable);
    }

    awaitable<void> perform(const Reset&) {
        socket_.set_option(tcp::socket::linger(true, 0));
        socket_.close();
        throw std::runtime_error("reset");
        co_return;
    }

    static std::string filled_in(std::string reply, const std::string& line) {
        const std::string blank = "{tag}";
        for (auto at = reply.find(blank); at != std::string::npos; at = reply.find(blank))
            reply.replace(at, blank.size(), line.substr(0, line.find(' ')));
        return reply;
    }

    awaitable<std::string> next_line() {
        for (;;) {
            if (const auto end = unread_.find('\n'); end != std::string::npos) {
                std::string line = unread_.substr(0, end);
                unread_.erase(0, end + 1);
                if (line.ends_with('\r'))
                    line.pop_back();
                memory_.line(line);
                co_return line;
            }
            unread_ += co_await receive();
        }
    }

    awaitable<std::string> receive() {
        std::array<char, 4096> room{};
        const auto buffer = asio::buffer(room);
        const std::size_t count = tls_ ? co_await tls_->async_read_some(buffer, use_awaitable)
                                       : co_await socket_.async_read_some(buffer, use_awaitable);
        memory_.bytes(count);
        co_return std::string(room.data(), count);
    }

    awaitable<void> send(std::string_view text) {
        const auto buffer = asio::buffer(text);
        if (tls_)
            co_await asio::async_write(*tls_, buffer, use_awaitable);
        else
            co_await asio::async_write(socket_, buffer, use_awaitable);
    }

    tcp::socket socket_;
    asio::ssl::context context_{asio::ssl::context::tls_server};
    std::optional<asio::ssl::stream<tcp::socket&>> tls_;
    Script script_;
    Memory& memory_;
    std::string unread_;
};

awaitable<void> converse(tcp::socket socket, Script script, Memory& memory) {
    Conversation conversation(std::move(socket), std::move(script), memory);
    try {
        co_await conversation.play();
    } catch (const std::exception&) {
        // The peer has left, or the script wants the conversation to end.
    }
}

} // namespace

class ScriptedServer::Stage {
public:
    Stage(Script script, const Place& place) : script_(std::move(script)), acceptor_(loop_) {
        const tcp::endpoint here(asio::ip::make_address(place.address), place.port);
        open_own(acceptor_, here);
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        if (here.address().is_v6())
            acceptor_.set_option(asio::ip::v6_only(!here.address().is_unspecified()));
        acceptor_.bind(here);
        acceptor_.listen();
        port_ = acceptor_.local_endpoint().port();
        asio::co_spawn(loop_, welcome(), asio::detached);
        thread_ = std::thread([this] { loop_.run(); });
    }

    ~Stage() {
        loop_.stop();
        thread_.join();
    }

    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void play(Script script) {
        const std::lock_guard lock(mutex_);
        script_ = std::move(script);
    }

    std::uint16_t port() const { return port_; }

    const Memory& memory() const { return memory_; }

private:
    awaitable<void> welcome() {
        for (;;) {
            auto socket = co_await acceptor_.async_accept(use_awaitable);
            asio::co_spawn(loop_, converse(std::move(socket), script(), memory_), asio::detached);
        }
    }

    Script script() const {
        const std::lock_guard lock(mutex_);
        return script_;
    }

    // The loop goes first: conversations that it still holds write to the memory when they end.
    Memory memory_;
    mutable std::mutex mutex_;
    Script script_;
    asio::io_context loop_{1};
    tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

ScriptedServer::ScriptedServer(Script script, Place place)
    : stage_(std::make_unique<Stage>(std::move(script), place)) {}

ScriptedServer::~ScriptedServer() = default;

std::uint16_t ScriptedServer::port() const { return stage_->port(); }

void ScriptedServer::play(Script script) { stage_->play(std::move(script)); }

int ScriptedServer::connections() const { return stage_->memory().read(&Memory::connections_); }

int ScriptedServer::open_connections() const { return stage_->memory().read(&Memory::open_); }

std::size_t ScriptedServer::bytes_received() const { return stage_->memory().read(&Memory::bytes_); }

std::vector<std::string> ScriptedServer::lines() const { return stage_->memory().read(&Memory::lines_); }

bool ScriptedServer::heard(std::string_view text, std::chrono::milliseconds limit) const {
    return stage_->memory().wait(limit, [&](const Memory& memory) {
        for (const auto& line : memory.lines_)
            if (line.find(text) != std::string::npos)
                return true;
        return false;
    });
}

bool ScriptedServer::met(int connections, std::chrono::milliseconds limit) const {
    return stage_->memory().wait(limit,
                                 [&](const Memory& memory) { return memory.connections_ >= connections; });
}

bool ScriptedServer::left_alone(std::chrono::milliseconds limit) const {
    return stage_->memory().wait(limit, [](const Memory& memory) { return memory.open_ == 0; });
}

} // namespace offline::servers
