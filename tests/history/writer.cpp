// Writes changes to a history, and says each that is safe: `history_writer FILE CHANGES [killed|power_loss
// OPERATION]`. The n-th change has the detail "n". With 0 changes it writes one, and goes on until it is
// killed.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "history/failing_disk.h"
#include "history/journal.h"

int main(int count, char** words) {
    using namespace offline;
    using namespace offline::history;
    if (count < 3)
        return 2;
    if (count == 5)
        fail_at(std::strtoull(words[4], nullptr, 10),
                std::string(words[3]) == "killed" ? End::killed : End::power_loss);
    const auto changes = std::strtoul(words[2], nullptr, 10);
    Journal journal(words[1], {.linger = std::chrono::milliseconds(0)},
                    [](const std::string& what) { std::fprintf(stderr, "%s\n", what.c_str()); });
    journal.record(Watch{.profile = "Work", .standing = {State::online, Reason::ok, "", {}}});
    for (unsigned long i = 1; i <= changes || i == 1; ++i) {
        const auto from = i % 2 == 1 ? State::online : State::offline;
        const auto to = i % 2 == 1 ? State::offline : State::online;
        journal.record(
            Change{.profile = "Work",
                   .transition = {from, to, Reason::unknown,
                                  to == State::online ? Reason::ok : Reason::refused, std::to_string(i)},
                   .evidence = {{.endpoint = "imaps://a.example", .detail = "said something"}}});
        if (!journal.flush())
            return 1;
        std::printf("%lu\n", i);
        std::fflush(stdout);
    }
    if (changes == 0)
        pause();
    return 0;
}
