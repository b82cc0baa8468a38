#!/usr/bin/env python3
"""Kills the daemon and its clients at random, with changes under way, and asks who is left: every registration was told
whole changes, each beginning where the last one ended, and in the end all stand as it was last wished. Half of them judge
by themselves where they cannot reach the daemon.

Usage: kills_test.py OFFLINED SURVIVOR KILLS [SEED]
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import dbus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bus"))
from on_a_bus import Bus  # noqa: E402

CLIENTS, REGISTRATIONS = 8, 3
LIMIT_S = 60
SERVICE, MANAGER, PROFILE = "org.offlined.Offline1", "org.offlined.Offline1.Manager", "org.offlined.Offline1.Profile"


class Client:
    """A mail program, as survivor.cpp is one."""

    def __init__(self, program, environment, runtime):
        self.process = subprocess.Popen([program, "Shared", str(REGISTRATIONS)], stdin=subprocess.PIPE,
                                        env=dict(environment, MAPIOFFLINE_RUNTIME=runtime), stdout=subprocess.PIPE, bufsize=0)
        self.line = b""
        self.answer()  # it has registered

    def answer(self):
        limit = time.monotonic() + LIMIT_S
        while not self.line.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], limit - time.monotonic())[0]:
                raise AssertionError("a client hangs")
            some = self.process.stdout.read(4096)
            self.line += some
            if not some:
                raise AssertionError(f"a client ended: {self.line.decode()!r}, status {self.process.wait()}")
        line, self.line = self.line.decode(), b""
        if line.startswith("broken"):
            raise AssertionError(line)
        return json.loads(line)

    def ask(self, what=b"?"):
        self.process.stdin.write(what)
        return self.answer()

    def kill(self):
        self.process.kill()
        rest = self.process.stdout.read().decode()
        self.process.wait()
        if "broken" in rest:
            raise AssertionError(rest)


class Person:
    """Whoever wishes the profile online and offline, over a connection of their own."""

    def __init__(self, address):
        self.bus = dbus.bus.BusConnection(address)

    def daemon(self):
        """Its process id; None while there is none."""
        try:
            driver = self.bus.get_object("org.freedesktop.DBus", "/org/freedesktop/DBus", introspect=False)
            return int(driver.GetConnectionUnixProcessID(SERVICE, dbus_interface="org.freedesktop.DBus"))
        except dbus.DBusException:
            return None

    def call(self, method, signature, *arguments, timeout=LIMIT_S):
        path = self.bus.call_blocking(SERVICE, "/org/offlined/Offline1", MANAGER, "Open", "sb", ("Shared", True),
                                      timeout=LIMIT_S)
        return self.bus.call_blocking(SERVICE, path, PROFILE, method, signature, arguments, timeout=timeout)

    def wish(self, state):
        """True where it was accepted; a daemon that is killed meanwhile, or is in the middle of a change, may not."""
        try:
            self.call("SetState", "sb", state, False)
            return True
        except dbus.DBusException:
            return False

    def standing(self):
        return self.call("Snapshot", "")[1]


def await_that(what, condition):
    limit = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > limit:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.005)


def play(daemon, program, kills, chance):
    bus = Bus(daemon)
    clients = []
    try:
        person = Person(bus.environment["DBUS_SESSION_BUS_ADDRESS"])
        def client():
            return Client(program, bus.environment, chance.choice(["auto", "daemon"]))

        clients = [client() for _ in range(CLIENTS)]
        of_the_daemon = 0
        for _ in range(kills):
            if chance.random() < 0.5:
                person.wish(chance.choice(["online", "offline"]))
            else:
                chance.choice(clients).ask(chance.choice([b"+", b"-"]))
            time.sleep(chance.random() * 0.01)  # anywhere in the change
            if chance.random() < 0.5:
                which = chance.randrange(len(clients))
                clients[which].kill()
                clients[which] = client()
            elif victim := person.daemon():
                os.kill(victim, signal.SIGKILL)
                of_the_daemon += 1
        settle(person, clients)
        return of_the_daemon
    finally:
        for client in clients:
            client.process.kill()
            client.process.wait()
        bus.end()


def settle(person, clients):
    """A last wish reaches everybody that is left, over whatever was still under way."""
    for state in ("offline", "online", "offline"):
        await_that("a wish that is accepted", lambda wished=state: person.wish(wished))
        await_that("the daemon's word", lambda wished=state: person.standing()["State"] == wished)
        number = 1 if state == "offline" else 2

        def all_stand_so(wanted=number, state=state):
            if person.standing()["State"] != state:
                person.wish(state)  # somebody has handed over a wish of a moment ago
            answers = [client.ask() for client in clients]
            return all(each["state"] == wanted and each["agree"] for each in answers)

        await_that(f"every client {state}", all_stand_so)


def main():
    daemon, program, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    of_the_daemon = play(daemon, program, kills, random.Random(seed))
    print(f"{kills} kills, {of_the_daemon} of them the daemon's: every survivor was told whole changes, and all agree")


if __name__ == "__main__":
    main()
