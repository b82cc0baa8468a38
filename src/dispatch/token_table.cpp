#include "dispatch/token_table.h"

#include <utility>

namespace offline::dispatch {

void TokenTable::add(Token token, Seat seat) {
    auto* page = page_of(token);
    if (!page) {
        auto& fresh = pages_[number_of(token)];
        fresh = std::make_unique<Page>(number_of(token));
        latest_ = page = fresh.get();
    }
    page->seats[place_of(token)] = seat;
    ++page->known;
}

void TokenTable::remove(Token token) {
    auto* const page = page_of(token);
    page->seats[place_of(token)] = {};
    if (--page->known > 0)
        return;
    latest_ = nullptr;
    pages_.erase(page->number);
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
