#include "history/scribe.h"

#include <exception>
#include <utility>

#include "history/retention.h"

namespace offline::history {
namespace {

constexpr auto tidy_every = std::chrono::hours(1); // an hour is what is removed at a time

Moment moment_of(const Record& record) {
    return std::visit([](const auto& one) { return one.at; }, record);
}

} // namespace

void Scribe::attempt(const Work& work, Moment begins) {
    if (book_ && !book_->in_place())
        book_.reset();
    const bool new_book = !book_;
    if (new_book)
        book_.emplace(file_);
    auto ledger = ledger_;
    const Ledger::Page page{book_->tables(), book_->session()};
    Transaction transaction(book_->database(), Transaction::Kind::writes);
    if (new_book)
        ledger.begin_anew(page, begins);
    work(ledger, page);
    transaction.commit();
    ledger_ = std::move(ledger);
}

std::optional<std::string> Scribe::attempt_twice(const Work& work, Moment begins) {
    try {
        try {
            attempt(work, begins);
        } catch (const Trouble& trouble) {
            if (!trouble.damaged())
                throw;
            book_.reset();
            if (const auto aside = set_aside(file_, std::chrono::system_clock::now()))
                tell_("the history was damaged and begins anew; what there was is kept in " +
                      aside->native());
            attempt(work, begins);
        }
        return std::nullopt;
    } catch (const std::exception& failed) {
        return failed.what();
    }
}

std::optional<std::string> Scribe::write(const Batch& batch) {
    const auto begins = batch.records.empty() ? Moment::now() : moment_of(batch.records.front());
    return attempt_twice(
        [&](Ledger& ledger, const Ledger::Page& page) {
            for (const auto& [profile, record] : batch.dropped)
                ledger.skip(page, record);
            for (const auto& record : batch.records)
                ledger.write(page, record);
            page.tables.told(page.session, batch.records.empty() ? begins.monotonic
                                                                 : moment_of(batch.records.back()).monotonic);
        },
        begins);
}

std::optional<std::string> Scribe::finish(Moment at) {
    return attempt_twice(
        [&](Ledger& ledger, const Ledger::Page& page) {
            ledger.end(page, at);
            page.tables.end_session(page.session);
        },
        at);
}

void Scribe::tidy() {
    const auto now = Moment::now();
    if (!book_)
        return;
    try {
        if (tidied_ && now.monotonic - *tidied_ < tidy_every && !too_large(policy_, book_->database()))
            return;
        keep_to(policy_, book_->database(), now.wall);
        tidied_ = now.monotonic;
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): what is wrong with the file the next
                                      // batch meets too
    }
}

} // namespace offline::history
