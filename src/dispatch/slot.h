#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "dispatch/sink.h"
#include "dispatch/token.h"

namespace offline::dispatch {

/// A sink that has no room in its slot.
class SinkElsewhere final : public Sink {
public:
    explicit SinkElsewhere(std::unique_ptr<Sink> sink) noexcept : sink_(std::move(sink)) {}

    void deliver(const Notice& notice) override;
    bool wants_reasons() const noexcept override;

private:
    std::unique_ptr<Sink> sink_;
};

/// One registration, where nothing but its existence is to be known of it. The sink stands in it: neither a
/// registration nor a call has to go to the heap for it.
class Slot {
public:
    template <class S>
    static constexpr bool has_room_for = sizeof(S) <= 3 * sizeof(void*) && alignof(S) <= alignof(void*);

    Slot() = default;

    ~Slot() { destroy_sink(); }

    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    template <class S, class... Parts>
    void take(Token token, Parts&&... parts) noexcept {
        static_assert(has_room_for<S> && std::is_nothrow_constructible_v<S, Parts...>);
        [[maybe_unused]] Sink* const made =
            ::new (static_cast<void*>(room_.data())) S(std::forward<Parts>(parts)...);
        assert(made == &sink() && "its base stands in front");
        has_sink_ = true;
        token_ = token;
    }

    /// Whether there was one. The registration stays until leave(), so that it is found while this runs.
    bool destroy_sink() {
        const bool had_one = std::exchange(has_sink_, false);
        if (had_one)
            sink().~Sink();
        return had_one;
    }

    void leave() noexcept { token_ = Token::none; }

    Sink& sink() noexcept { return *std::launder(reinterpret_cast<Sink*>(room_.data())); }

    Token token() const noexcept { return token_; }

private:
    alignas(void*) std::array<std::byte, 3 * sizeof(void*)> room_;
    Token token_ = Token::none;
    bool has_sink_ = false;
};

} // namespace offline::dispatch
