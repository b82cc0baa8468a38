// A client in C++ with the public header: the five steps, and what it is told from inside a change.
#include <array>
#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "abi/callback.h"
#include "abi/client.h"
#include "abi/gate.h"
#include "abi/library.h"

namespace offline::abi {
namespace {

// A callback that calls the API from each of its own methods: were a lock of the runtime held there, it would
// wait for itself.
class Meddler final : public IMAPIOfflineNotify {
public:
    explicit Meddler(std::wstring profile) : profile_(std::move(profile)) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override {
        meddle(asked);
        const HRESULT answer = callback_.QueryInterface(riid, ppvObject);
        if (answer == S_OK)
            *ppvObject = this;
        return answer;
    }

    ULONG STDMETHODCALLTYPE AddRef() override {
        meddle(asked);
        return callback_.AddRef();
    }

    ULONG STDMETHODCALLTYPE Release() override {
        meddle(released);
        return callback_.Release();
    }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        meddle(notified);
        callback_.Notify(notice);
    }

    const Callback& callback() const { return callback_; }

    std::atomic<int> asked = 0, released = 0, notified = 0;

private:
    void meddle(std::atomic<int>& count) {
        const auto manager = library().open(profile_);
        Callback passing;
        const auto token = advise(*manager, passing);
        set(*manager, state_of(*manager));
        manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
        count += passing.references() == 1 ? 1 : 1000;
    }

    const std::wstring profile_;
    Callback callback_;
};

// Keeps the change under way from being over: those who are in DONE count for the change, and of several one
// may be held up until it lags.
class Unfinished {
public:
    explicit Unfinished(IMAPIOfflineMgr& manager) : manager_(manager) {
        for (auto& token : tokens_)
            token = advise(manager, callback_);
    }

    ~Unfinished() {
        finish();
        for (const auto token : tokens_)
            manager_.Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
    }

    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    void finish() {
        if (!finished_.exchange(true))
            gate_.open();
    }

private:
    IMAPIOfflineMgr& manager_;
    std::atomic<bool> finished_ = false;
    Gate gate_;
    Callback callback_{[this](const MAPIOFFLINE_NOTIFY& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            gate_.wait();
    }};
    std::array<ULONG, 4> tokens_{};
};

TEST(Exports, AreFoundByEachOfTheirNames) {
    for (const auto* name = names_of_open; *name; ++name)
        EXPECT_TRUE(library_function(library().handle, *name)) << *name;
    for (const auto* name = names_of_create; *name; ++name)
        EXPECT_TRUE(library_function(library().handle, *name)) << *name;
    EXPECT_FALSE(library_function(library().handle, "HrOpenOfflineObjEx"));
}

TEST(CppClient, TakesTheFiveSteps) {
    const auto name = fresh_name();
    EXPECT_FALSE(library().open(name)) << "nobody has made that profile yet";
    const auto made = library().create(name);
    Callback callback;
    const auto manager = library().open(name);
    ASSERT_EQ(manager, made);
    ULONG capabilities = 0;
    EXPECT_EQ(manager->GetCapabilities(&capabilities), S_OK);
    EXPECT_EQ(capabilities, both_capabilities);
    const auto token = advise(*manager, callback, 7);
    ASSERT_NE(token, 0u);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    EXPECT_TRUE(callback.returns(6));
    EXPECT_EQ(callback.heard(), "123>1123>2");
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(callback.references(), 1u);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(callback.heard(), "123>1123>2") << "told after Unadvise";
}

TEST(CppClient, ReadsTheOldStateInStartAndTheNewOneFromStatechangeOn) {
    const auto manager = library().create(fresh_name());
    std::vector<ULONG> read;
    Callback callback([&](const auto&) { read.push_back(state_of(*manager)); });
    const auto token = advise(*manager, callback);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(callback.returns(3));
    manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
    EXPECT_EQ(read, (std::vector<ULONG>{online_state, offline_state, offline_state}));
}

TEST(CppClient, IsToldPendingInsideEachPhaseHoweverItAsks) {
    const auto name = fresh_name();
    const auto manager = library().create(name);
    std::vector<HRESULT> answers;
    Unfinished unfinished(*manager);
    Callback callback([&](const auto& notice) {
        answers.push_back(set(*manager, online_state));
        answers.push_back(set_and_wait(*manager, online_state)); // were it to wait, it would wait for itself
        answers.push_back(set_and_wait(*library().open(name), offline_state));
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            unfinished.finish();
    });
    const auto token = advise(*manager, callback);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(callback.returns(3));
    manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
    EXPECT_EQ(answers, std::vector<HRESULT>(9, E_PENDING));
    EXPECT_EQ(state_of(*manager), offline_state) << "a refused wish was kept";
}

TEST(CppClient, MayCallTheApiFromEachOfItsMethods) {
    const auto name = fresh_name();
    const auto manager = library().create(name);
    Meddler meddler(name);
    const auto token = advise(*manager, meddler);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(meddler.callback().returns(3));
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(meddler.callback().heard(), "123>1");
    EXPECT_EQ(meddler.callback().references(), 1u);
    EXPECT_EQ(meddler.asked, 1);
    EXPECT_EQ(meddler.notified, 3);
    EXPECT_EQ(meddler.released, 1);
}

TEST(CppClient, MayLeaveFromInsideItsOwnNotifyWhichIsTheLast) {
    const auto manager = library().create(fresh_name());
    ULONG token = 0;
    Callback callback(
        [&](const auto&) { EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK); });
    token = advise(*manager, callback);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(callback.is_let_go());
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    EXPECT_EQ(callback.heard(), "1");
}

TEST(CppClient, ReturnsFromDefaultWhileTheChangeRunsOn) {
    const auto manager = library().create(fresh_name());
    Gate gate;
    Callback callback([&](const auto&) { gate.wait(); });
    const auto token = advise(*manager, callback);
    EXPECT_EQ(set(*manager, offline_state), S_OK);
    EXPECT_TRUE(callback.begins(1));
    EXPECT_EQ(state_of(*manager), online_state);
    gate.open();
    EXPECT_TRUE(callback.returns(3));
    EXPECT_EQ(state_of(*manager), offline_state);
    manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
}

} // namespace
} // namespace offline::abi
