#include "servers/dns_server.h"

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "servers/own_socket.h"

namespace offline::servers {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

using Bytes = std::vector<std::uint8_t>;

enum class Transport : std::uint8_t { udp, tcp };

/// What the server knows and how it behaves; set by the test, read by the server's thread.
class Table {
public:
    void host(const std::string& name, std::vector<asio::ip::address> addresses) {
        const std::lock_guard lock(mutex_);
        hosts_[name] = std::move(addresses);
    }

    void record(const std::string& name, RecordType type, const std::vector<Bytes>& data) {
        const std::lock_guard lock(mutex_);
        records_[{name, static_cast<std::uint16_t>(type)}] = data;
    }

    void forget(const std::string& name) {
        const std::lock_guard lock(mutex_);
        hosts_.erase(name);
        std::erase_if(records_, [&](const auto& entry) { return entry.first.first == name; });
    }

    void behave(Manner manner) {
        const std::lock_guard lock(mutex_);
        manners_.clear();
        usual_ = manner;
    }

    void behave(Manner manner, RecordType type) {
        const std::lock_guard lock(mutex_);
        manners_[static_cast<std::uint16_t>(type)] = manner;
    }

    void take_time(std::chrono::milliseconds delay) {
        const std::lock_guard lock(mutex_);
        delays_.clear();
        usual_delay_ = delay;
    }

    void take_time(std::chrono::milliseconds delay, RecordType type) {
        const std::lock_guard lock(mutex_);
        delays_[static_cast<std::uint16_t>(type)] = delay;
    }

    std::chrono::milliseconds delay(const Bytes& message) const {
        const auto question = read_question(message);
        const std::lock_guard lock(mutex_);
        const auto special = question ? delays_.find(question->type) : delays_.end();
        return special == delays_.end() ? usual_delay_ : special->second;
    }

    Manner manner(const Bytes& message) const {
        const auto question = read_question(message);
        const std::lock_guard lock(mutex_);
        const auto special = question ? manners_.find(question->type) : manners_.end();
        return special == manners_.end() ? usual_ : special->second;
    }

    int asked(const std::string& name, RecordType type) const {
        const std::lock_guard lock(mutex_);
        const auto found = asked_.find({name, static_cast<std::uint16_t>(type)});
        return found == asked_.end() ? 0 : found->second;
    }

    std::optional<Bytes> answer(const Bytes& message, Transport transport) {
        const auto question = read_question(message);
        if (!question)
            return std::nullopt;
        const std::lock_guard lock(mutex_);
        ++asked_[{question->name, question->type}];
        const auto special = manners_.find(question->type);
        switch (special == manners_.end() ? usual_ : special->second) {
        case Manner::silent:
            return std::nullopt;
        case Manner::server_failure:
            return write_response(*question, ResponseCode::server_failure, {});
        case Manner::refused:
            return write_response(*question, ResponseCode::refused, {});
        case Manner::garbage:
            return Bytes(40, 0xA5);
        case Manner::flooding:
        case Manner::endless:
        case Manner::trickling:
        case Manner::truncated:
            if (transport == Transport::udp)
                return write_response(*question, ResponseCode::no_error, {}, true);
            break;
        case Manner::truthful:
            break;
        }
        if (const auto record = records_.find({question->name, question->type}); record != records_.end())
            return write_records(*question, record->second);
        const auto found = hosts_.find(question->name);
        if (found == hosts_.end())
            return write_response(*question, ResponseCode::name_error, {});
        return write_response(*question, ResponseCode::no_error, found->second);
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<asio::ip::address>> hosts_;
    std::map<std::pair<std::string, std::uint16_t>, std::vector<Bytes>> records_;
    std::map<std::uint16_t, Manner> manners_;
    std::map<std::pair<std::string, std::uint16_t>, int> asked_;
    Manner usual_ = Manner::truthful;
    std::map<std::uint16_t, std::chrono::milliseconds> delays_;
    std::chrono::milliseconds usual_delay_{};
};

} // namespace

class DnsServer::Desk {
public:
    Desk(const asio::ip::address& address, std::uint16_t port) : udp_(loop_), tcp_(loop_) {
        open_own(udp_, {address, port});
        udp_.bind({address, port});
        open_own(tcp_, {address, port});
        tcp_.set_option(tcp::acceptor::reuse_address(true));
        tcp_.bind({address, port});
        tcp_.listen();
        asio::co_spawn(loop_, answer_datagrams(), asio::detached);
        asio::co_spawn(loop_, answer_connections(), asio::detached);
        thread_ = std::thread([this] { loop_.run(); });
    }

    ~Desk() {
        loop_.stop();
        thread_.join();
    }

    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    Table& table() { return table_; }

private:
    awaitable<void> answer_datagrams() {
        for (;;) {
            Bytes message(4096);
            udp::endpoint from;
            boost::system::error_code gone; // a resolver that did not wait: its ICMP error comes up here
            message.resize(co_await udp_.async_receive_from(asio::buffer(message), from,
                                                            asio::redirect_error(use_awaitable, gone)));
            if (!gone)
                asio::co_spawn(loop_, answer_datagram(std::move(message), from), asio::detached);
        }
    }

    awaitable<void> answer_datagram(Bytes message, udp::endpoint from) {
        const auto answer = table_.answer(message, Transport::udp);
        if (!answer)
            co_return;
        co_await wait(message);
        boost::system::error_code gone;
        if (table_.manner(message) == Manner::flooding)
            co_return co_await flood(from);
        co_await udp_.async_send_to(asio::buffer(*answer), from, asio::redirect_error(use_awaitable, gone));
    }

    awaitable<void> flood(udp::endpoint to) {
        const Bytes garbage(40, 0xA5);
        for (;;) {
            boost::system::error_code gone;
            co_await udp_.async_send_to(asio::buffer(garbage), to, asio::redirect_error(use_awaitable, gone));
        }
    }

    // The length that comes first is that of the longest message; then it is the next one's.
    awaitable<void> talk_on(tcp::socket& socket, std::size_t at_a_time, std::chrono::milliseconds pause) {
        const Bytes garbage(at_a_time, 0xFF);
        for (asio::steady_timer timer(loop_);;) {
            co_await asio::async_write(socket, asio::buffer(garbage), use_awaitable);
            timer.expires_after(pause);
            co_await timer.async_wait(use_awaitable);
        }
    }

    awaitable<void> answer_connections() {
        for (;;) {
            auto socket = co_await tcp_.async_accept(use_awaitable);
            asio::co_spawn(loop_, answer_connection(std::move(socket)), asio::detached);
        }
    }

    awaitable<void> answer_connection(tcp::socket socket) {
        try {
            for (;;) {
                std::array<std::uint8_t, 2> size{};
                co_await asio::async_read(socket, asio::buffer(size), use_awaitable);
                Bytes message(static_cast<std::size_t>(size[0] << 8 | size[1]));
                co_await asio::async_read(socket, asio::buffer(message), use_awaitable);
                const auto answer = table_.answer(message, Transport::tcp);
                if (!answer)
                    continue;
                co_await wait(message);
                if (table_.manner(message) == Manner::endless)
                    co_await talk_on(socket, 65536, std::chrono::milliseconds(0));
                if (table_.manner(message) == Manner::trickling)
                    co_await talk_on(socket, 1, std::chrono::seconds(1));
                size = {static_cast<std::uint8_t>(answer->size() >> 8),
                        static_cast<std::uint8_t>(answer->size() & 0xFF)};
                co_await asio::async_write(socket, asio::buffer(size), use_awaitable);
                co_await asio::async_write(socket, asio::buffer(*answer), use_awaitable);
            }
        } catch (const boost::system::system_error&) {
            // The resolver has left.
        }
    }

    awaitable<void> wait(Bytes message) {
        asio::steady_timer timer(loop_, table_.delay(message));
        co_await timer.async_wait(use_awaitable);
    }

    Table table_;
    asio::io_context loop_{1};
    udp::socket udp_;
    tcp::acceptor tcp_;
    std::thread thread_;
};

DnsServer::DnsServer(const std::string& address, std::uint16_t port)
    : desk_(std::make_unique<Desk>(asio::ip::make_address(address), port)) {}

DnsServer::~DnsServer() = default;

void DnsServer::host(const std::string& name, const std::vector<std::string>& addresses) {
    std::vector<asio::ip::address> parsed;
    parsed.reserve(addresses.size());
    for (const auto& each : addresses)
        parsed.push_back(asio::ip::make_address(each));
    desk_->table().host(name, std::move(parsed));
}

void DnsServer::record(const std::string& name, RecordType type,
                       const std::vector<std::vector<std::uint8_t>>& data) {
    desk_->table().record(name, type, data);
}

void DnsServer::forget(const std::string& name) { desk_->table().forget(name); }

void DnsServer::behave(Manner manner) { desk_->table().behave(manner); }

void DnsServer::behave(Manner manner, RecordType type) { desk_->table().behave(manner, type); }

void DnsServer::take_time(std::chrono::milliseconds delay) { desk_->table().take_time(delay); }

void DnsServer::take_time(std::chrono::milliseconds delay, RecordType type) {
    desk_->table().take_time(delay, type);
}

int DnsServer::asked(const std::string& name, RecordType type) const {
    return desk_->table().asked(name, type);
}

} // namespace offline::servers
