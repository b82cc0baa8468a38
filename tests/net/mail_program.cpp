#include "net/mail_program.h"

#include <variant>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace offline::net {

namespace asio = boost::asio;

MailProgram::MailProgram(const std::string& address, std::uint16_t port) {
    socket_.connect({asio::ip::make_address(address), port});
    read_line();
}

void MailProgram::say(const std::string& line) { asio::write(socket_, asio::buffer(line)); }

void MailProgram::read_line() {
    heard_.erase(0, asio::read_until(socket_, asio::dynamic_buffer(heard_), "\r\n"));
}

servers::Script MailProgram::server() {
    auto script = servers::imap();
    std::get<servers::Serve>(script.back()).rules.push_back({"NOOP", "{tag} OK done\r\n"});
    return script;
}

} // namespace offline::net
