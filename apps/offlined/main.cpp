#include <csignal>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "bus/service.h"
#include "engine/engine.h"

namespace {

namespace asio = boost::asio;
using offline::bus::Service;

/// The signals that a person or a service manager sends.
class Signals {
public:
    Signals(asio::io_context& loop, Service& service, int& status)
        : ends_(loop, SIGTERM, SIGINT), reloads_(loop, SIGHUP), service_(service) {
        ends_.async_wait([&loop, &status](const boost::system::error_code& cancelled, int) {
            if (cancelled)
                return;
            status = 0;
            loop.stop();
        });
        await_reload();
    }

private:
    void await_reload() {
        reloads_.async_wait([this](const boost::system::error_code& cancelled, int) {
            if (cancelled)
                return;
            service_.reload();
            await_reload();
        });
    }

    asio::signal_set ends_;
    asio::signal_set reloads_;
    Service& service_;
};

void log_to_stderr() {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("offlined"));
    spdlog::set_pattern("offlined: %l: %v"); // the journal adds the time
}

int serve(const Service::Settings& settings) {
    int status = 0;
    asio::io_context loop(1);
    offline::engine::Runtime runtime;
    offline::engine::Engine engine(runtime);
    Service service(engine, loop,
                    {.note = [](const std::string& line) { spdlog::info(line); },
                     .warn = [](const std::string& line) { spdlog::warn(line); }},
                    [&](int why) {
                        status = why;
                        loop.stop();
                    });
    const Signals signals(loop, service, status); // heeded once the loop runs
    if (const auto started = service.start(settings); !started) {
        spdlog::error(started.error().what);
        return offline::base::row(started.error().code).exit_status;
    }
    loop.run();
    service.stop();
    return status;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("offlined judges whether this user's mail profiles can work online, for all of the user's "
                 "programs, on the "
                 "session bus.",
                 "offlined");
    Service::Settings settings{.version = OFFLINED_VERSION};
    app.set_version_flag("--version", std::string("offlined ") + OFFLINED_VERSION);
    app.add_flag("--replace", settings.replace, "take the place of a daemon that runs");
    app.add_option("--metrics", settings.metrics, "tell Prometheus at unix, unix:PATH, or 127.0.0.1:PORT")
        ->type_name("PLACE");
    CLI11_PARSE(app, argc, argv);
    log_to_stderr();
    try {
        return serve(settings);
    } catch (const std::exception& error) {
        spdlog::critical("{}; please report this", error.what());
        return offline::base::row(offline::base::Code::unexpected).exit_status;
    }
}
