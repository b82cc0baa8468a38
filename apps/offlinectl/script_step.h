#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "offlinectl/script.h"

namespace offline::offlinectl {

/// What is wrong in a line of a script, and at which of its columns; it never leaves the reader.
struct ScriptError : std::runtime_error {
    ScriptError(std::size_t at, const std::string& what) : std::runtime_error(what), column(at) {}

    std::size_t column;
};

/// One line of a script, word by word.
class ScriptLine {
public:
    /// A comment is left out: `#` at the beginning of a word, outside of quotes.
    explicit ScriptLine(std::string_view line);

    bool at_end() const noexcept { return rest_.empty(); }

    /// Where the next word begins, from 1.
    std::size_t column() const noexcept { return column_; }

    /// The next word; empty at the end.
    std::string_view next() const;
    std::string_view take();
    /// Quoted, or all that is left.
    std::string take_text();
    void must_end() const;

private:
    void skip(std::size_t bytes);

    std::string_view rest_;
    std::size_t column_ = 1;
};

/// The line from `after` on; it has a word at least.
Script::Step read_step(ScriptLine& line);

} // namespace offline::offlinectl
