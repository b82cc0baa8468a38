// Operations on a profile as its clients see it, with the threads that tell them: from outside, and from
// inside calls.
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "engine/profile_state.h"
#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"

namespace offline::fuzz {
namespace {

using dispatch::Notice;
using dispatch::Token;
using engine::ProfileState;
using tree::ObjectPointer;

constexpr std::size_t most_objects = 6;
constexpr std::size_t most_clients = 16;
constexpr auto patience = std::chrono::seconds(30); // of a machine that is busy

// One for all inputs, as in a process.
dispatch::Dispatcher& dispatcher() {
    static auto& only = *new dispatch::Dispatcher;
    return only;
}

model::Verdict verdict_of(std::uint8_t bits) {
    if ((bits & 1) != 0)
        return {.state = State::offline, .reason = (bits & 2) != 0 ? Reason::refused : Reason::no_route};
    return {.state = State::online, .reason = Reason::ok};
}

class Stage;

struct Client {
    ObjectPointer object;
    std::uint8_t habit{}; ///< what it does inside its calls
    std::uint32_t number{};
    std::atomic<State> chain{};
    std::atomic<unsigned> phase{}, calls_inside{};
    std::atomic<bool> unsubscribed{}, destroyed{};
};

using ClientPointer = std::shared_ptr<Client>;

class Stage {
public:
    void play(Bytes input) {
        while (!input.empty())
            act(input);
        expect_everybody_up_to_date();
        while (!clients_.empty())
            unsubscribe(0);
    }

    /// What a client does inside a call.
    void indulge(Client& client) {
        switch (client.habit % 6) {
        case 1:
            dispatcher().unsubscribe(Token{client.number}); // itself: this call is its last
            client.unsubscribed = true;
            return;
        case 2:
            (void)profile_->wish(*client.object, State::online, ProfileState::Wait::no);
            return;
        case 3:
            profile_->verdict(verdict_of(0));
            return;
        case 4:
            (void)profile_->snapshot(*client.object);
            return;
        default:
            return;
        }
    }

private:
    void act(Bytes& input);
    void add(Bytes& input);
    void subscribe(Bytes& input);
    void unsubscribe(std::size_t which);
    void expect_everybody_up_to_date();

    const std::shared_ptr<ProfileState> profile_ = std::make_shared<ProfileState>("", dispatcher());
    std::vector<ObjectPointer> objects_{profile_->global()};
    std::vector<ClientPointer> clients_;
};

class Ear : public dispatch::Sink {
public:
    Ear(Stage& stage, ClientPointer client) : stage_(stage), client_(std::move(client)) {}

    ~Ear() override { client_->destroyed = true; }

    bool wants_reasons() const noexcept override { return (client_->habit & 0x80) != 0; }

    void deliver(const Notice& notice) override {
        auto& client = *client_;
        demand(client.calls_inside++ == 0, "a registration is in one call at a time");
        demand(!client.unsubscribed && !client.destroyed, "nobody is called who was unsubscribed");
        if (notice.kind == Notice::Kind::phase)
            hear(static_cast<unsigned>(notice.phase), notice.transition);
        stage_.indulge(client);
        --client.calls_inside;
    }

private:
    void hear(unsigned phase, const model::Transition& told) {
        auto& client = *client_;
        demand(phase == client.phase + 1, "no phase is left out");
        demand(client.chain == told.from, "a change begins where the last one ended");
        if (phase == 3)
            client.chain = told.to;
        client.phase = phase % 3;
    }

    Stage& stage_;
    const ClientPointer client_;
};

void Stage::act(Bytes& input) {
    switch (input.below(7)) {
    case 0:
        return add(input);
    case 1:
    case 2:
        return subscribe(input);
    case 3:
        return clients_.empty() ? void() : unsubscribe(input.below(clients_.size()));
    case 4:
        return profile_->verdict(verdict_of(input.byte()));
    default: {
        const auto how = input.byte();
        const auto& object = objects_[how / 4U % objects_.size()];
        const auto state = (how & 1) != 0 ? State::offline : State::online;
        const auto wait = (how & 2) != 0 ? ProfileState::Wait::yes : ProfileState::Wait::no;
        (void)profile_->wish(*object, state, wait);
    }
    }
}

void Stage::add(Bytes& input) {
    if (objects_.size() == most_objects)
        return;
    const auto how = input.byte();
    objects_.push_back(profile_->add(objects_[how / 4U % objects_.size()],
                                     {.offline = (how & 1) == 0, .online = (how & 2) == 0}));
}

void Stage::subscribe(Bytes& input) {
    if (clients_.size() == most_clients)
        return;
    const auto client = std::make_shared<Client>();
    client->object = objects_[input.below(objects_.size())];
    client->habit = input.byte();
    // Under the lock: the first call may begin before subscribe() has returned.
    dispatcher().transact([&](dispatch::Delivery& delivery, auto...) {
        client->chain = client->object->state();
        const auto token = delivery.subscribe(client->object.get(), std::make_unique<Ear>(*this, client));
        demand(token != Token::none, "a token is given");
        client->number = static_cast<std::uint32_t>(token);
    });
    clients_.push_back(client);
}

void Stage::unsubscribe(std::size_t which) {
    const auto client = clients_[which];
    clients_.erase(clients_.begin() + static_cast<std::ptrdiff_t>(which));
    dispatcher().unsubscribe(Token{client->number});
    client->unsubscribed = true;
    // One that has unsubscribed itself may still be in that call, and is waited for as any other.
    dispatcher().wait([&] { return client->destroyed.load(); }, std::chrono::steady_clock::now() + patience);
    demand(client->destroyed && client->calls_inside == 0, "after unsubscribe() a sink is destroyed");
}

bool nothing_is_told() {
    return dispatcher().transact(
        [](dispatch::Delivery& delivery) { return delivery.at_rest() && delivery.running() == 0; });
}

void Stage::expect_everybody_up_to_date() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!nothing_is_told()) {
        demand(std::chrono::steady_clock::now() < deadline, "telling comes to an end");
        std::this_thread::yield(); // the end of a call wakes nobody
    }
    for (const auto& client : clients_)
        demand(client->unsubscribed || (client->phase == 0 && client->chain == client->object->state()),
               "everybody is told everything");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    offline::fuzz::Stage().play({data, size});
    return 0;
}
