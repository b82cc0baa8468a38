#include "offlinectl/script.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "offlinectl/script_step.h"

namespace offline::offlinectl {
namespace {

using StepKind = Script::Step::Kind;

constexpr std::size_t longest_script = 1 << 20; // bytes; what is longer was not meant

/// Reads a script line by line; it throws ScriptError.
class ScriptReader {
public:
    void read(std::string_view text) {
        ScriptLine line(text);
        ++number_;
        if (line.at_end())
            return;
        if (line.next() == "profile")
            return read_profile(line);
        const auto column = line.column();
        auto step = read_step(line);
        step.line = number_;
        step.profile = profile_;
        if (step.kind == StepKind::state && script_.profiles.empty())
            throw ScriptError(column, "whose state is it? say \"profile NAME\" first");
        if (step.kind == StepKind::repeat)
            open_.push_back({number_, column, !step.times});
        if (step.kind == StepKind::end)
            close(column);
        script_.steps.push_back(std::move(step));
    }

    Script finish() {
        if (!open_.empty()) {
            number_ = open_.back().line;
            throw ScriptError(open_.back().column,
                              "this repeat has no end; say \"end\" below what is repeated");
        }
        if (std::ranges::none_of(script_.steps,
                                 [](const auto& each) { return each.kind == StepKind::state; }))
            throw ScriptError(1, "nothing is played; say \"profile NAME\", and below it online or offline");
        return std::move(script_);
    }

    std::size_t line() const noexcept { return std::max<std::size_t>(number_, 1); }

private:
    struct Open {
        std::size_t line, column;
        bool for_ever;
    };

    void read_profile(ScriptLine& line) {
        line.take();
        const auto column = line.column();
        auto name = line.take_text();
        line.must_end();
        if (name.empty())
            throw ScriptError(column, "which profile? say its name");
        auto& known = script_.profiles;
        const auto found = std::ranges::find(known, name);
        profile_ = static_cast<std::size_t>(found - known.begin());
        if (found == known.end())
            known.push_back(std::move(name));
    }

    // What is repeated for ever and takes no time would never let the profile come to rest.
    void close(std::size_t column) {
        if (open_.empty())
            throw ScriptError(column, "there is no repeat that this could end");
        const auto opened = open_.back();
        open_.pop_back();
        const auto takes_time = [&opened](const Script::Step& each) {
            return each.line > opened.line && (each.after.count() > 0 || each.kind == StepKind::hold);
        };
        if (opened.for_ever && std::ranges::none_of(script_.steps, takes_time))
            throw ScriptError(column, "no time passes in what is repeated; say after how long a step comes");
    }

    Script script_;
    std::size_t number_ = 0;
    std::size_t profile_ = 0;
    std::vector<Open> open_;
};

base::Failure cannot_be_read(const std::string& file, int error) {
    return base::failure(base::Code::usage, file +
                                                " cannot be read: " + std::generic_category().message(error) +
                                                "; name the script, or - for standard input");
}

base::Result<std::string> all_of(int descriptor, const std::string& name) {
    std::string text;
    for (std::size_t filled = 0;;) {
        text.resize(filled + 65536);
        const auto count = ::read(descriptor, text.data() + filled, text.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannot_be_read(name, errno);
        filled += static_cast<std::size_t>(count);
        text.resize(filled);
        if (count == 0)
            return text;
        if (filled > longest_script)
            return base::failure(base::Code::usage, name + " is too long for a script: 1 MiB at most");
    }
}

} // namespace

base::Result<Script> parse_script(std::string_view text, std::string_view name) {
    ScriptReader reader;
    try {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            reader.read(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return reader.finish();
    } catch (const ScriptError& wrong) {
        return base::failure(base::Code::usage, std::string(name) + ':' + std::to_string(reader.line()) +
                                                    ':' + std::to_string(wrong.column) + ": " + wrong.what());
    }
}

base::Result<Script> read_script(const std::string& file) {
    const bool standard_input = file == "-";
    const std::string name = standard_input ? "standard input" : file;
    const int descriptor = standard_input ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return cannot_be_read(name, errno);
    const auto text = all_of(descriptor, name);
    if (!standard_input)
        ::close(descriptor);
    if (!text)
        return text.error();
    return parse_script(*text, name);
}

} // namespace offline::offlinectl
