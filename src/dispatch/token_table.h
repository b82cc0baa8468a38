#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include <boost/unordered/unordered_flat_map.hpp>

#include "dispatch/seat.h"
#include "dispatch/token.h"

namespace offline::dispatch {

/// Where each registration sits, by its token. Tokens are given out one after the other, so those of one time
/// stand in one page, and a page is there as long as one of them is, or the next will be.
class TokenTable {
public:
    /// Tokens come in their order.
    void add(Token token, Seat seat);
    void remove(Token token);
    /// No seat where the token is not known.
    Seat find(Token token) const;

private:
    struct Page {
        explicit Page(std::uint32_t its_number) : number(its_number) {}

        const std::uint32_t number;
        unsigned known = 0;
        std::array<Seat, 64> seats{};
    };

    static std::uint32_t number_of(Token token) noexcept { return static_cast<std::uint32_t>(token) / 64; }

    static std::uint32_t place_of(Token token) noexcept { return static_cast<std::uint32_t>(token) % 64; }

    Page* page_of(Token token) const;
    Page& page_for(Token token);
    void drop(const Page& page);

    boost::unordered_flat_map<std::uint32_t, std::unique_ptr<Page>> pages_;
    Page* newest_ = nullptr;
    mutable Page* latest_ = nullptr; ///< who registers or leaves is often a neighbour of who did so before
};

} // namespace offline::dispatch
