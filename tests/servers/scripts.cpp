#include "servers/scripts.h"

namespace offline::servers {
namespace {

const Rule imap_logout{"LOGOUT", "* BYE see you\r\n{tag} OK done\r\n", true};
const Rule smtp_quit{"QUIT", "221 bye\r\n", true};
const Rule pop3_quit{"QUIT", "+OK bye\r\n", true};

} // namespace

Script imap(std::optional<Identity> identity) {
    const std::string greeting = "* OK IMAP4rev1 server ready\r\n";
    const std::string capability = "* CAPABILITY IMAP4rev1";
    if (!identity)
        return {Say{greeting}, Serve{{{"CAPABILITY", capability + "\r\n{tag} OK done\r\n"}, imap_logout}}};
    return {Say{greeting},
            Serve{{{"CAPABILITY", capability + " STARTTLS LOGINDISABLED\r\n{tag} OK done\r\n"},
                   {"STARTTLS", "{tag} OK begin\r\n", true}}},
            StartTls{*identity}, Serve{{imap_logout}}};
}

Script smtp(std::optional<Identity> identity) {
    const std::string greeting = "220-mail.test ESMTP\r\n220 at your service\r\n";
    if (!identity)
        return {Say{greeting}, Serve{{{"EHLO", "250-mail.test\r\n250 8BITMIME\r\n"}, smtp_quit}}};
    return {Say{greeting},
            Serve{{{"EHLO", "250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS\r\n"},
                   {"STARTTLS", "220 begin\r\n", true}}},
            StartTls{*identity}, Serve{{{"EHLO", "250 mail.test\r\n"}, smtp_quit}}};
}

Script pop3(std::optional<Identity> identity) {
    const std::string greeting = "+OK POP3 server ready\r\n";
    if (!identity)
        return {Say{greeting}, Serve{{{"CAPA", "+OK\r\nUIDL\r\n.\r\n"}, pop3_quit}}};
    return {Say{greeting}, Serve{{{"CAPA", "+OK\r\nUIDL\r\nSTLS\r\n.\r\n"}, {"STLS", "+OK begin\r\n", true}}},
            StartTls{*identity}, Serve{{pop3_quit}}};
}

Script imaps(const Identity& identity) { return encrypted(identity, imap()); }

Script smtps(const Identity& identity) { return encrypted(identity, smtp()); }

Script pop3s(const Identity& identity) { return encrypted(identity, pop3()); }

Script http(const std::string& status, const std::string& headers) {
    return {Serve{{{"", "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n", true}}}};
}

Script https(const Identity& identity, const std::string& status, const std::string& headers) {
    return encrypted(identity, http(status, headers));
}

Script encrypted(const Identity& identity, Script script) {
    script.insert(script.begin(), StartTls{identity});
    return script;
}

} // namespace offline::servers
