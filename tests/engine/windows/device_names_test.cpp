#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <windows.h>

#include "engine/profile_store.h"

namespace offline::engine {
namespace {

// A file CON.toml would be the console, and NUL.toml take whatever is written and give nothing back.
TEST(ProfileStore, KeepsAProfileThatIsNamedAfterADeviceInAFile) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("offlined-devices-" + std::to_string(::GetCurrentProcessId()));
    const ProfileStore store(folder, folder / "none");
    const std::set<std::string> names{"NUL",  "con",     "Com1.work", "aux .x",
                                      "LPT²", "CONOUT$", "Console",   "COM10"};
    for (const auto& name : names) {
        const auto file =
            store.add({.name = name, .endpoints = {*model::parse_endpoint("tcp://a.example:1")}});
        ASSERT_TRUE(file) << name << ": " << file.error().what;
        const bool as_it_is = name == "Console" || name == "COM10";
        EXPECT_EQ(file->filename().string()[0] != '%', as_it_is) << name;
    }
    std::set<std::string> kept;
    for (const auto& profile : store.list().profiles)
        kept.insert(profile.name);
    EXPECT_EQ(kept, names);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace offline::engine
