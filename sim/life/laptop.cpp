#include "life/laptop.h"

#include <algorithm>
#include <utility>

namespace offline::sim {
namespace {

using namespace std::chrono_literals;
using Path = Sight::Path;
using Server = Sight::Server;

Awake between(Dice& dice, Awake least, Awake most) {
    return least + Awake(dice.below(static_cast<std::size_t>((most - least).count()) + 1));
}

/// Something that begins and ends by itself, whatever the laptop does.
struct Spell {
    Awake from, until;
    Path path = Path::clear;
    Server server = Server::answers;
};

/// Where a laptop is, told turn by turn.
class Journey {
public:
    Journey(Dice& dice, bool behind_vpn) : dice_(dice), behind_vpn_(behind_vpn) {}

    void day() {
        wake_up();
        stay(between(dice_, 30min, 90min)); // breakfast at home
        sleep();
        train();
        sleep();
        cafe();
        sleep();
        stay(between(dice_, 5h, 8h)); // the office
        sleep();
        train();
        sleep();
        stay(between(dice_, 2h, 4h)); // the evening at home
        sleep();
    }

    std::vector<Turn> turns() && { return std::move(turns_); }

    Awake now() const { return now_; }

private:
    void turn(bool linked, bool way_open, Path path = Path::clear) {
        turns_.push_back({now_, {linked, way_open, path, Server::answers}, std::exchange(resumed_, false)});
    }

    void sleep() {
        turn(false, false);
        resumed_ = true;
        wake_up();
    }

    // The network is there some seconds after the lid was opened.
    void wake_up() {
        turn(false, false);
        now_ += between(dice_, 1s, 6s);
    }

    void connect(Path path = Path::clear) {
        turn(true, !behind_vpn_, path);
        if (!behind_vpn_ || path == Path::portal)
            return;
        now_ += between(dice_, 5s, 20s);
        turn(true, true, path);
    }

    void stay(Awake time) {
        connect();
        now_ += time;
    }

    void cafe() {
        connect(Path::portal);
        now_ += between(dice_, 20s, 3min); // until somebody logs in
        stay(between(dice_, 20min, 90min));
    }

    // Tunnels, and stations without a network.
    void train() {
        const auto arrival = now_ + between(dice_, 20min, 50min);
        while (now_ < arrival) {
            connect();
            now_ += between(dice_, 10s, 8min);
            if (dice_.one_in(2)) { // the link holds, and nothing comes through
                turn(true, true, Path::silent);
                now_ += between(dice_, 2s, 90s);
            } else {
                turn(false, false);
                now_ += between(dice_, 500ms, 60s);
            }
        }
    }

    Dice& dice_;
    const bool behind_vpn_;
    Awake now_{};
    bool resumed_ = false;
    std::vector<Turn> turns_;
};

std::vector<Spell> spells(Dice& dice, Awake week) {
    std::vector<Spell> all;
    const auto add = [&](std::size_t times, Awake least, Awake most, Path path, Server server) {
        for (std::size_t i = 0; i < times; ++i) {
            const auto from = between(dice, 0s, week);
            all.push_back({from, from + between(dice, least, most), path, server});
        }
    };
    add(10, 100ms, 5s, Path::silent, Server::answers); // a moment's loss
    add(6, 20s, 5min, Path::silent, Server::answers);  // a provider's trouble
    add(7, 2s, 40s, Path::clear, Server::refuses);     // a restart
    add(2, 10min, 2h, Path::clear, Server::refuses);   // an outage
    add(2, 1min, 30min, Path::clear, Server::hangs);   // a server that accepts and says nothing
    return all;
}

} // namespace

std::vector<Turn> week_of_a_laptop(Dice& dice, bool behind_vpn) {
    Journey journey(dice, behind_vpn);
    for (int day = 0; day < 7; ++day)
        journey.day();
    const auto week = journey.now();
    const auto places = std::move(journey).turns();
    const auto all = spells(dice, week);

    std::vector<Awake> times;
    for (const auto& place : places)
        times.push_back(place.at);
    for (const auto& spell : all)
        times.insert(times.end(), {spell.from, std::min(spell.until, week)});
    std::ranges::sort(times);
    times.erase(std::ranges::unique(times).begin(), times.end());

    std::vector<Turn> turns;
    auto place = places.begin();
    for (const auto at : times) {
        bool resumed = false;
        for (auto next = std::next(place); next != places.end() && next->at <= at; ++next) {
            place = next;
            resumed = resumed || next->resumed;
        }
        Turn turn{at, place->sight, resumed};
        for (const auto& spell : all)
            if (spell.from <= at && at < spell.until) {
                turn.sight.path = std::max(turn.sight.path, spell.path);
                turn.sight.server = std::max(turn.sight.server, spell.server);
            }
        turns.push_back(turn);
    }
    turns.push_back({week, turns.back().sight, false});
    return turns;
}

} // namespace offline::sim
