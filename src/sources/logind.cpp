#include "sources/logind.h"

#include <utility>

namespace offline::sources {
namespace {

using namespace std::chrono_literals;

const std::string login_manager = "org.freedesktop.login1.Manager";
const SystemBus::Service logind{"org.freedesktop.login1", "/org/freedesktop/login1", login_manager,
                                "PrepareForSleep"};

constexpr auto longest_delay = 3s; // logind itself waits for 5 s

} // namespace

Logind::Logind(const boost::asio::any_io_executor& executor, SystemBus& bus, Listener listener)
    : bus_(bus), listener_(std::move(listener)), inhibitor_(executor), limit_(executor) {}

const SystemBus::Service& Logind::service() const { return logind; }

void Logind::came() { take_inhibitor(); }

void Logind::went() {
    trouble_.clear();
    awake();
    let_go();
}

void Logind::heard(const BusMessage& signal) {
    if (signal.signature != "b")
        return;
    auto reader = signal.read();
    const bool begins = reader.number() != 0;
    if (reader.failed())
        return;
    if (begins)
        return prepare_for_sleep();
    awake();
    if (!inhibitor_.is_open())
        take_inhibitor();
}

void Logind::prepare_for_sleep() {
    if (sleep_)
        return;
    sleep_ = std::make_shared<Sleep>();
    // What comes late of this sleep must not let go of the next one's inhibitor.
    const auto let_go = [this, of_this = std::weak_ptr(sleep_)] {
        if (!of_this.expired())
            this->let_go();
    };
    limit_.set(longest_delay, let_go);
    listener_.sleeps(let_go);
}

void Logind::awake() {
    limit_.off();
    if (std::exchange(sleep_, nullptr))
        listener_.wakes();
}

void Logind::take_inhibitor() {
    bus_.call(*this, login_manager, "Inhibit",
              {"sleep", "offlined", "mail programs are told that they go offline", "delay"},
              [this](SystemBus::Answer answer) {
                  const auto* reply = answer.reply("h");
                  auto reader = reply ? reply->read() : BusReader({}, std::endian::native);
                  const auto index = reader.number();
                  trouble_.clear();
                  if (reader.failed() || index >= answer.files.size()) {
                      trouble_ = "logind grants no delay: " + answer.trouble();
                      return;
                  }
                  if (sleep_)
                      return; // too late for this sleep; the next waking takes another
                  let_go();
                  boost::system::error_code failed;
                  inhibitor_.assign(answer.files[index].number(), failed);
                  if (failed)
                      trouble_ = "logind grants no delay: " + failed.message();
                  else
                      answer.files[index].release();
              });
}

void Logind::let_go() noexcept {
    limit_.off();
    boost::system::error_code failed;
    inhibitor_.close(failed);
}

model::Source Logind::source() const {
    model::Source source{"logind", bus_.outcome_for(*this), bus_.detail_for(*this)};
    if (source.outcome == model::Source::Outcome::working && !trouble_.empty()) {
        source.outcome = model::Source::Outcome::failed;
        source.detail = trouble_;
    }
    return source;
}

} // namespace offline::sources
