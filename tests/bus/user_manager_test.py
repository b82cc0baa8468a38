#!/usr/bin/env python3
"""Lets a real `systemd --user` start the daemon, by the unit and the service file that are installed, in namespaces of the
test's own.

Usage: user_manager_test.py OFFLINED OFFLINECTL PACKAGING SENTENCE
Ends with 77, and says why, where this machine cannot do it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

SYSTEMD = "/lib/systemd/systemd"
UNIT = "offlined.service"
LIMIT_S = 60
INSIDE = "OFFLINED_TEST_INSIDE"


def go_inside():
    """The same again, where it is the first process, and mounts are seen by nobody else."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    unshare = ["unshare", *user, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if not Path(SYSTEMD).exists() or subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        print("skipped: there is no systemd here, or no namespace to be had")
        sys.exit(77)
    sys.exit(subprocess.run([*unshare, sys.executable, "-B", *sys.argv], env=dict(os.environ, **{INSIDE: "yes"}),
                            check=False).returncode)


def wait_for(condition, what):
    limit = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > limit:
            raise AssertionError(f"it never was: {what}")
        time.sleep(0.05)


# As Debian's dbus-user-session has it.
BUS_SOCKET = "[Socket]\nListenStream=%t/bus\n"
BUS_SERVICE = """[Unit]
Requires=dbus.socket
[Service]
Type=notify
NotifyAccess=main
ExecStart=/usr/bin/dbus-daemon --session --address=systemd: --nofork --nopidfile --systemd-activation --syslog-only
"""
BROKER_SERVICE = """[Unit]
Requires=dbus.socket
[Service]
Type=notify
Sockets=dbus.socket
ExecStart=/usr/bin/dbus-broker-launch --scope user
"""


def keep_a_journal():
    """dbus-broker does not begin without one to write to. This one takes all and keeps nothing."""
    Path("/run/systemd/journal").mkdir()
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    journal.bind("/run/systemd/journal/socket")

    def read_on():
        while True:
            journal.recv(1 << 16)

    threading.Thread(target=read_on, daemon=True).start()


class Manager:
    """The user's manager, and a home in which everything of ours is installed. What the unit hides from the daemon, as
    /tmp, may be where the build is: so all of it is below /run, which is this test's own."""

    def __init__(self, offlined, offlinectl, packaging, bus_service):
        home, runtime = Path("/run/home"), Path(f"/run/user/{os.geteuid()}")
        binaries = Path("/run/bin")
        for folder in (home, runtime, binaries):
            folder.mkdir(parents=True)
        runtime.chmod(0o700)
        for program in (offlined, offlinectl):
            shutil.copy(program, binaries)
        self.tool = str(binaries / Path(offlinectl).name)
        self.home = home
        self.install(packaging / UNIT, home / ".config/systemd/user" / UNIT)
        self.install(packaging / "org.offlined.Offline1.service",
                     runtime / "dbus-1/services/org.offlined.Offline1.service")
        for name, text in (("dbus.socket", BUS_SOCKET), ("dbus.service", bus_service)):
            (home / ".config/systemd/user" / name).write_text(text, encoding="utf-8")
        profile = home / ".config/offlined/profiles/switch.toml"
        profile.parent.mkdir(parents=True)
        profile.write_text('name = "Switch"\nendpoints = ["route:127.0.0.1"]\n', encoding="utf-8")
        kept = ("PATH", "LANG", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment.update(HOME=str(home), XDG_RUNTIME_DIR=str(runtime),
                                DBUS_SESSION_BUS_ADDRESS=f"unix:path={runtime}/bus")
        self.process = subprocess.Popen([SYSTEMD, "--user", "--log-target=console"], env=self.environment)
        wait_for(lambda: self.systemctl("is-system-running") in ("running", "degraded"), "a manager that runs")
        self.systemctl("start", "dbus.socket")

    @staticmethod
    def install(file, where):
        where.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        assert "/usr/bin/offlined" in text, file
        where.write_text(text.replace("/usr/bin/offlined", "/run/bin/offlined"), encoding="utf-8")

    def run(self, *words):
        return subprocess.run(words, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=LIMIT_S, check=False)

    def systemctl(self, *words):
        return self.run("systemctl", "--user", *words).stdout.strip()

    def shown(self, what):
        return self.systemctl("show", "--value", f"--property={what}", UNIT)

    def daemon(self):
        return int(self.shown("MainPID") or 0)

    def runs(self):
        return self.shown("ActiveState") == "active" and self.daemon() != 0

    def tell(self, *words):
        told = self.run(self.tool, *words)
        assert told.returncode in (0, 3), f"{words}: {told.stdout}"
        return told.stdout

    def status(self):
        """What the daemon says; nobody else, since this process may not judge by itself."""
        told = self.tell("--json", "status")
        assert "by itself" not in told, told
        return json.loads(told.splitlines()[-1])


def is_started_when_somebody_asks(manager):
    assert not manager.runs(), "nobody has asked yet"
    assert manager.status()["profile"] == "Switch"
    assert manager.runs(), manager.systemctl("status", UNIT)
    assert manager.shown("Type") == "notify"


def is_back_with_its_wishes_after_a_crash(manager):
    manager.tell("set", "Switch", "offline")
    before = manager.daemon()
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: manager.runs() and manager.daemon() != before, "another daemon")
    assert manager.status()["reason"] == "user"


def is_ended_by_the_watchdog_when_it_hangs(manager):
    soon = manager.home / ".config/systemd/user" / (UNIT + ".d") / "soon.conf"
    soon.parent.mkdir()
    soon.write_text("[Service]\nWatchdogSec=2s\nTimeoutAbortSec=1s\n", encoding="utf-8")
    manager.systemctl("daemon-reload")
    manager.status()
    before = manager.daemon()
    os.kill(before, signal.SIGSTOP)
    wait_for(lambda: manager.runs() and manager.daemon() != before, "another daemon")
    assert manager.shown("NRestarts") == "1"  # nothing but the watchdog ends one that is stopped
    assert manager.status()["state"] == "online"


def keeps_history_and_hears_of_new_profiles_behind_the_hardening(manager):
    manager.tell("set", "Switch", "offline")
    other = manager.home / ".config/offlined/profiles/other.toml"
    other.write_text('name = "Other"\nendpoints = ["route:127.0.0.1"]\n', encoding="utf-8")
    wait_for(lambda: "Other" in manager.tell("--json", "status"), "the new profile")
    manager.systemctl("reload", UNIT)
    manager.systemctl("stop", UNIT)
    assert manager.shown("Result") == "success", manager.systemctl("status", UNIT)
    kept = manager.tell("--json", "history", "Switch")
    assert '"reason":"user"' in kept, kept


SENTENCES = {
    "IsStartedWhenSomebodyAsks": (is_started_when_somebody_asks, BUS_SERVICE),
    "IsStartedThroughDbusBrokerToo": (is_started_when_somebody_asks, BROKER_SERVICE),
    "IsBackWithItsWishesAfterACrash": (is_back_with_its_wishes_after_a_crash, BUS_SERVICE),
    "IsEndedByTheWatchdogWhenItHangs": (is_ended_by_the_watchdog_when_it_hangs, BUS_SERVICE),
    "KeepsHistoryAndHearsOfNewProfilesBehindTheHardening": (
        keeps_history_and_hears_of_new_profiles_behind_the_hardening, BUS_SERVICE),
}


def main():
    offlined, offlinectl, packaging, sentence = sys.argv[1:]
    if INSIDE not in os.environ:
        go_inside()
    says, bus_service = SENTENCES[sentence]
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    Path("/run/systemd/system").mkdir(parents=True)  # systemd asks whether it is there
    if bus_service is BROKER_SERVICE:
        keep_a_journal()
    manager = Manager(offlined, offlinectl, Path(packaging), bus_service)
    try:
        says(manager)
    except BaseException:
        print(manager.systemctl("status", "dbus.socket", "dbus.service", UNIT))
        raise
    finally:
        manager.process.terminate()
        manager.process.wait()


main()
