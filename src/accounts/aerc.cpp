#include <string>

#include "accounts/collector.h"
#include "accounts/ini.h"
#include "accounts/mail_url.h"
#include "accounts/readers.h"

namespace offline::accounts {

Reading read_aerc(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files) {
        const Ini ini(file.text);
        for (const auto& name : ini.sections()) {
            std::vector<Server> servers;
            for (const char* key : {"source", "outgoing"})
                if (const auto url = parse_mail_url(ini.value(name, key)))
                    servers.push_back(url->server);
            if (!servers.empty())
                found.add(name, servers);
            else if (ini.value(name, "source").starts_with("jmap"))
                found.skip(name, "it is of the kind jmap");
        }
    }
    return found.take();
}

} // namespace offline::accounts
