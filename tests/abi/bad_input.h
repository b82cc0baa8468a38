#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "abi/callback.h"
#include "abi/client.h"
#include "abi/home.h"

namespace offline::abi {

/// How a call was refused: its result, and what the log names, as "Method: member". Where the log has not
/// exactly one line about it, all of them.
struct Refusal {
    HRESULT result;
    std::string named;

    friend bool operator==(const Refusal&, const Refusal&) = default;

    friend std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
        return out << std::hex << "0x" << static_cast<ULONG>(refusal.result) << std::dec
                   << ", log: " << refusal.named;
    }
};

template <class Call>
Refusal refusal_of(Call call) {
    const auto before = Home::end_of_log();
    const HRESULT result = call();
    const auto lines = Home::log_since(before);
    std::string named;
    for (const auto& line : lines)
        named += line + "\n";
    if (lines.size() == 1)
        named.resize(named.find_first_of(" \n", named.find(' ') + 1));
    return {result, named};
}

/// Somewhere to point at that is no object: whoever calls it, crashes.
template <class Type>
Type* nowhere() {
    alignas(std::max_align_t) static char nothing[sizeof(void*)] = {};
    return reinterpret_cast<Type*>(nothing);
}

/// Names that are no Unicode: surrogates on their own, and beyond its end where a wchar_t can say that.
inline std::vector<std::wstring> names_that_are_no_unicode() {
    std::vector<std::wstring> names;
    for (const unsigned alone : {0xD800u, 0xDBFFu, 0xDC00u, 0xDFFFu})
        for (const auto* around : {L"", L"a"})
            names.push_back(around + std::wstring(1, static_cast<wchar_t>(alone)) + around);
    names.push_back(
        {static_cast<wchar_t>(0xDC00), static_cast<wchar_t>(0xD800)}); // a pair the wrong way round
    if (sizeof(wchar_t) == 4)
        for (const unsigned beyond : {0x110000u, 0x7fffffffu, 0xffffffffu})
            names.push_back(std::wstring(1, static_cast<wchar_t>(beyond)));
    return names;
}

/// A profile with one registration. Whatever a test asks of it, it must be refused, and nothing may come of
/// it.
class BadInput : public testing::Test {
protected:
    void SetUp() override {
        token_ = advise(*manager_, callback_);
        ASSERT_NE(token_, 0u);
    }

    void TearDown() override {
        EXPECT_EQ(state_of(*manager_), online_state);
        EXPECT_EQ(callback_.heard(), "");
        EXPECT_EQ(callback_.references(), 2u) << "of the test, and of the one registration";
        EXPECT_EQ(references_of(*manager_), 1u);
        EXPECT_EQ(set_and_wait(*manager_, offline_state), S_OK);
        EXPECT_TRUE(callback_.returns(3));
        EXPECT_EQ(callback_.heard(), "123>1") << "the registration is as it was";
        EXPECT_EQ(manager_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token_), S_OK);
        EXPECT_EQ(callback_.references(), 1u);
    }

    const std::wstring name_ = fresh_name();
    const Manager manager_ = library().create(name_);
    Callback callback_;
    ULONG token_ = 0;
};

} // namespace offline::abi
