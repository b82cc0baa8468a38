#include "dispatch/token_table.h"

#include <utility>

namespace offline::dispatch {

void TokenTable::add(Token token, Seat seat) {
    auto& page = page_for(token);
    page.seats[place_of(token)] = seat;
    ++page.known;
}

TokenTable::Page& TokenTable::page_for(Token token) {
    const auto number = number_of(token);
    if (newest_ && newest_->number == number)
        return *newest_;
    auto& fresh = pages_[number];
    fresh = std::make_unique<Page>(number);
    if (auto* const full = std::exchange(newest_, fresh.get()); full && full->known == 0)
        drop(*full);
    return *newest_;
}

void TokenTable::drop(const Page& page) {
    latest_ = nullptr;
    pages_.erase(page.number);
}

void TokenTable::remove(Token token) {
    auto* const page = page_of(token);
    page->seats[place_of(token)] = {};
    if (--page->known == 0 && page != newest_)
        drop(*page);
}

Seat TokenTable::find(Token token) const {
    const auto* const page = page_of(token);
    return page ? page->seats[place_of(token)] : Seat();
}

TokenTable::Page* TokenTable::page_of(Token token) const {
    const auto number = number_of(token);
    if (latest_ && latest_->number == number)
        return latest_;
    const auto found = pages_.find(number);
    return found == pages_.end() ? nullptr : latest_ = found->second.get();
}

} // namespace offline::dispatch
