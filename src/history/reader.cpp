#include "history/reader.h"

#include <exception>
#include <system_error>
#include <utility>

#include "history/database.h"
#include "history/microseconds.h"
#include "history/questions.h"
#include "history/schema.h"
#include "model/profile.h"

namespace offline::history {
namespace {

base::Failure trouble_with(const std::filesystem::path& file, const std::exception& failed) {
    return base::failure(base::Code::unexpected, "the history " + file.native() +
                                                     " cannot be read: " + failed.what() +
                                                     "; a running daemon sets a damaged one aside");
}

} // namespace

double Summary::availability() const {
    const auto watched = online + offline;
    return watched == Microseconds::zero()
               ? 1.0
               : static_cast<double>(online.count()) / static_cast<double>(watched.count());
}

/// The file. Here ends what is thrown below.
class Reader::Open {
public:
    explicit Open(const std::filesystem::path& file) : file_(file), database_(file, Database::Access::read) {
        check_version(database_);
    }

    /// What `ask` finds in one state of the file; `none` where the profile is not known.
    template <class Found, class Ask>
    base::Result<Found> about(std::string_view profile, Found none, Ask ask) {
        try {
            const Transaction one_instant(database_, Transaction::Kind::reads);
            const auto key = model::name_key(profile);
            const auto known =
                Statement(database_, "SELECT id FROM profile WHERE key = ?1").number(std::string_view(key));
            if (!known)
                return none;
            Questions questions(database_, file_);
            return Found(ask(questions, *known));
        } catch (const std::exception& failed) {
            return trouble_with(file_, failed);
        }
    }

private:
    std::filesystem::path file_;
    Database database_;
};

base::Result<std::optional<Reader>> Reader::open(const std::filesystem::path& file) {
    try {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file, missing);
        if (missing && missing != std::errc::no_such_file_or_directory)
            throw std::system_error(missing);
        if (missing || size == 0 || !has_tables(Database(file, Database::Access::read)))
            return std::optional<Reader>();
        return std::optional(Reader(std::make_unique<Open>(file)));
    } catch (const std::exception& failed) {
        return trouble_with(file, failed);
    }
}

Reader::Reader(std::unique_ptr<Open> open) : open_(std::move(open)) {}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

base::Result<std::optional<std::string>> Reader::name_of(std::string_view profile) {
    return open_->about(profile, std::optional<std::string>(),
                        [&](Questions& ask, std::int64_t known) { return ask.name(known); });
}

base::Result<std::vector<PastChange>> Reader::changes(std::string_view profile,
                                                      std::optional<base::WallTime> since,
                                                      std::optional<std::uint64_t> limit) {
    return open_->about(profile, std::vector<PastChange>(), [&](Questions& ask, std::int64_t known) {
        return ask.changes(known, since ? on_disk(*since) : INT64_MIN, limit);
    });
}

base::Result<std::optional<Summary>> Reader::summary(std::string_view profile,
                                                     std::optional<base::WallTime> since, Moment now) {
    return open_->about(profile, std::optional<Summary>(), [&](Questions& ask, std::int64_t known) {
        return ask.summary(known, since ? std::optional(on_disk(*since)) : std::nullopt, now);
    });
}

base::Result<std::vector<Stretch>> Reader::stretches(std::string_view profile,
                                                     std::optional<base::WallTime> since, Moment now) {
    return open_->about(profile, std::vector<Stretch>(), [&](Questions& ask, std::int64_t known) {
        return ask.stretches(known, since ? on_disk(*since) : ask.beginning(known, now), now);
    });
}

base::Result<std::vector<Witness>> Reader::evidence(std::string_view profile, base::WallTime time) {
    return open_->about(profile, std::vector<Witness>(), [&](Questions& ask, std::int64_t known) {
        return ask.evidence(known, on_disk(time));
    });
}

} // namespace offline::history
