// The examples do what their first lines say: each is run as a reader would run it, with a server that ends
// and returns.
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "com/home.h"
#include "servers/scripts.h"

namespace offline::clients {
namespace {

using servers::ScriptedServer;
using testing::HasSubstr;
using testing::StartsWith;

// A program with this process at its keyboard and its screen. It is killed where it does not end.
class Running {
public:
    explicit Running(std::vector<std::string> words) {
        std::array<int, 2> keys{}, screen{};
        EXPECT_EQ(::pipe2(keys.data(), O_CLOEXEC), 0);
        EXPECT_EQ(::pipe2(screen.data(), O_CLOEXEC), 0);
        posix_spawn_file_actions_t wiring;
        posix_spawn_file_actions_init(&wiring);
        posix_spawn_file_actions_adddup2(&wiring, keys[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&wiring, screen[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&wiring, STDERR_FILENO + 1); // the server is not its own
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        EXPECT_EQ(::posix_spawn(&child_, arguments[0], &wiring, nullptr, arguments.data(), environ), 0);
        posix_spawn_file_actions_destroy(&wiring);
        ::close(keys[0]);
        ::close(screen[1]);
        keys_ = keys[1];
        screen_ = ::fdopen(screen[0], "r");
    }

    ~Running() {
        std::fclose(screen_);
        ::close(keys_);
        if (child_ > 0)
            status();
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    // Waits for its next line; empty at the end of its output.
    std::string line() {
        std::array<char, 512> text{};
        return std::fgets(text.data(), static_cast<int>(text.size()), screen_) ? text.data() : "";
    }

    void press_enter() const { EXPECT_EQ(::write(keys_, "\n", 1), 1); }

    int status() {
        int status = 0;
        ::waitpid(std::exchange(child_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t child_ = 0;
    int keys_ = -1;
    std::FILE* screen_ = nullptr;
};

struct Example {
    const char* name;
    const char* program;
    const char* first;       // what its first line begins with
    const char* now_offline; // in each line of a change
    const char* now_online;
};

class Examples : public testing::TestWithParam<Example> {};

TEST_P(Examples, TellOfTheServersEndAndReturnAndLeaveAtEnter) {
    const auto& example = GetParam();
    std::optional<ScriptedServer> server(std::in_place, servers::imap(),
                                         ScriptedServer::Place{"127.0.0.1", 0});
    const auto port = server->port();
    Home::profile("example.toml",
                  "name = \"Example\"\nendpoints = [\"imap://127.0.0.1:" + std::to_string(port) +
                      "\"]\n[probe]\ninterval = \"100ms\"\nstrikes = 1\nretry = \"100ms\"\n"
                      "retry_max = \"100ms\"\n[settle]\ndamping = false\n");
    Running running({example.program, "Example"});
    EXPECT_THAT(running.line(), StartsWith(example.first));
    const auto expect_a_change = [&](const char* states) {
        for (const auto* phase : {"START ", "STATECHANGE ", "DONE "}) {
            auto line = running.line();
            while (line.starts_with("reason ")) // the native API tells that the profile has been judged
                line = running.line();
            EXPECT_THAT(line, StartsWith(phase));
            EXPECT_THAT(line, HasSubstr(states));
        }
    };
    ASSERT_TRUE(server->met(1));
    server.reset();
    expect_a_change(example.now_offline);
    server.emplace(servers::imap(), ScriptedServer::Place{"127.0.0.1", port});
    expect_a_change(example.now_online);
    running.press_enter();
    EXPECT_EQ(running.status(), 0);
}

TEST_P(Examples, SayWhatIsWrongWithANameThatNobodyKnows) {
    Running running({GetParam().program, "Nobody's"});
    EXPECT_EQ(running.line(), "");
    EXPECT_EQ(running.status(), 1);
}

TEST_P(Examples, SayHowTheyAreUsed) {
    Running running({GetParam().program});
    EXPECT_EQ(running.status(), 2);
}

constexpr Example native(const char* name, const char* program) {
    return {name, program, "now          online", "online -> offline (", "offline -> online (ok)"};
}

constexpr std::array examples{
    Example{"InC", IN_C, "Example is online", "online -> offline", "offline -> online"},
    Example{"InCpp", IN_CPP, "Example is online", "online -> offline", "offline -> online"},
    native("Native", IN_NATIVE),
#ifdef IN_GLIB
    native("Glib", IN_GLIB),
#endif
#ifdef IN_QT
    native("Qt", IN_QT),
#endif
    native("SdEvent", IN_SD_EVENT),
};

INSTANTIATE_TEST_SUITE_P(, Examples, testing::ValuesIn(examples),
                         [](const testing::TestParamInfo<Example>& each) { return each.param.name; });

} // namespace
} // namespace offline::clients
