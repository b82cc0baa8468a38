#include "history/failing_disk.h"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

namespace offline::history {
namespace {

/// What was written since the last sync, and what stood there before.
struct Write {
    sqlite3_int64 offset;
    std::vector<char> before, after;
    sqlite3_int64 size_before;
};

struct Disk {
    sqlite3_vfs* below{};
    std::uint64_t last{};
    End end{};
    std::uint64_t operations{};
    std::map<sqlite3_file*, std::vector<Write>> unsynced;
};

Disk disk; // of a process with one thread that writes

/// SQLite's own file follows it in memory.
struct File {
    sqlite3_file base;

    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<File*>(file)->below(); }

const sqlite3_io_methods& methods_of(sqlite3_file* file) { return *below(file)->pMethods; }

void lose_what_was_not_synced() {
    std::mt19937_64 chance(disk.last);
    for (auto& [file, writes] : disk.unsynced) {
        const auto& methods = *file->pMethods;
        for (auto& write : std::vector(writes.rbegin(), writes.rend())) {
            if (!write.before.empty())
                methods.xWrite(file, write.before.data(), static_cast<int>(write.before.size()),
                               write.offset);
            methods.xTruncate(file, write.size_before);
        }
        constexpr std::size_t sector = 512;
        for (const auto& write : writes)
            for (std::size_t at = 0; at < write.after.size(); at += sector)
                if (chance() % 2 == 0)
                    methods.xWrite(file, write.after.data() + at,
                                   static_cast<int>(std::min(sector, write.after.size() - at)),
                                   write.offset + static_cast<sqlite3_int64>(at));
    }
}

void count() {
    if (disk.end == End::never || ++disk.operations != disk.last)
        return;
    if (disk.end == End::power_loss)
        lose_what_was_not_synced();
    kill(getpid(), SIGKILL);
}

int write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    if (disk.end == End::power_loss) {
        const auto* const first = static_cast<const char*>(bytes);
        Write one{offset, std::vector<char>(static_cast<std::size_t>(length)), {first, first + length}, 0};
        methods_of(file).xFileSize(below(file), &one.size_before);
        one.before.resize(
            static_cast<std::size_t>(std::clamp<sqlite3_int64>(one.size_before - offset, 0, length)));
        if (!one.before.empty())
            methods_of(file).xRead(below(file), one.before.data(), static_cast<int>(one.before.size()),
                                   offset);
        disk.unsynced[below(file)].push_back(std::move(one));
    }
    const int code = methods_of(file).xWrite(below(file), bytes, length, offset);
    count();
    return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int code = methods_of(file).xTruncate(below(file), size);
    disk.unsynced.erase(below(file));
    count();
    return code;
}

int sync(sqlite3_file* file, int flags) {
    count(); // before anything is safe
    const int code = methods_of(file).xSync(below(file), flags);
    disk.unsynced.erase(below(file));
    return code;
}

int close(sqlite3_file* file) {
    disk.unsynced.erase(below(file));
    return methods_of(file).xClose(below(file));
}

/// A method that does the same one below.
template <auto Method>
struct Pass;

template <class... Arguments, int (*sqlite3_io_methods::*Method)(sqlite3_file*, Arguments...)>
struct Pass<Method> {
    static int call(sqlite3_file* file, Arguments... arguments) {
        return (methods_of(file).*Method)(below(file), arguments...);
    }
};

void shm_barrier(sqlite3_file* file) { methods_of(file).xShmBarrier(below(file)); }

using M = sqlite3_io_methods;
const sqlite3_io_methods methods{.iVersion = 3,
                                 .xClose = close,
                                 .xRead = Pass<&M::xRead>::call,
                                 .xWrite = write,
                                 .xTruncate = truncate,
                                 .xSync = sync,
                                 .xFileSize = Pass<&M::xFileSize>::call,
                                 .xLock = Pass<&M::xLock>::call,
                                 .xUnlock = Pass<&M::xUnlock>::call,
                                 .xCheckReservedLock = Pass<&M::xCheckReservedLock>::call,
                                 .xFileControl = Pass<&M::xFileControl>::call,
                                 .xSectorSize = Pass<&M::xSectorSize>::call,
                                 .xDeviceCharacteristics = Pass<&M::xDeviceCharacteristics>::call,
                                 .xShmMap = Pass<&M::xShmMap>::call,
                                 .xShmLock = Pass<&M::xShmLock>::call,
                                 .xShmBarrier = shm_barrier,
                                 .xShmUnmap = Pass<&M::xShmUnmap>::call,
                                 .xFetch = Pass<&M::xFetch>::call,
                                 .xUnfetch = Pass<&M::xUnfetch>::call};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    const int code = disk.below->xOpen(disk.below, name, below(file), flags, out_flags);
    if (below(file)->pMethods)
        file->pMethods = &methods;
    return code;
}

} // namespace

void fail_at(std::uint64_t operation, End end) {
    disk.below = sqlite3_vfs_find(nullptr);
    disk.last = operation;
    disk.end = end;
    static sqlite3_vfs above = *disk.below;
    above.zName = "failing";
    above.szOsFile += static_cast<int>(sizeof(File));
    above.xOpen = open;
    sqlite3_vfs_register(&above, 1);
}

} // namespace offline::history
