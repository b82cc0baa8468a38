#!/usr/bin/env python3
"""Runs each test of a GoogleTest program through the daemon: on a session bus of its own that starts one, with a home of
its own, so that no test finds what another one has wished.

Usage: on_a_bus.py OFFLINED PROGRAM [ARGUMENT…] [-- FILTER]
Prints the output of those that fail, and ends non-zero where one did.
"""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIMIT_S = 120
AT_A_TIME = 2

CONFIGURATION = """<busconfig>
<type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth><servicedir>{folder}/services</servicedir>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>
"""


class Bus:
    """A session bus that starts the daemon when it is asked for."""

    def __init__(self, daemon):
        self.folder = Path(tempfile.mkdtemp(prefix="offlined-"))
        home = self.folder / "home"
        (home / "offlined" / "profiles").mkdir(parents=True)
        (self.folder / "services").mkdir()
        (self.folder / "services" / "offlined.service").write_text(
            f"[D-BUS Service]\nName=org.offlined.Offline1\nExec={daemon}\n", encoding="utf-8")
        configuration = self.folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder), encoding="utf-8")
        self.environment = dict(
            os.environ,
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.folder}/bus",
            MAPIOFFLINE_RUNTIME="daemon",
            OFFLINED_TEST_HOME=str(home),
            XDG_CONFIG_HOME=str(home),
            XDG_STATE_HOME=str(self.folder / "state"))
        self.process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
        self.process.stdout.readline()  # it listens

    def daemon(self):
        """A descriptor of the daemon's process; None where none was started."""
        asked = subprocess.run(
            ["busctl", f"--address=unix:path={self.folder}/bus", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
             "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", "org.offlined.Offline1"],
            check=False, capture_output=True, text=True)
        try:
            return os.pidfd_open(int(asked.stdout.split()[1])) if asked.returncode == 0 else None
        except ProcessLookupError:
            return None

    def end(self):
        daemon = self.daemon()
        self.process.terminate()  # the daemon ends with its bus
        self.process.wait()
        self.process.stdout.close()
        if daemon is not None:  # until then it may write
            select.select([daemon], [], [], LIMIT_S)
            os.close(daemon)
        shutil.rmtree(self.folder, ignore_errors=True)


def names(program, arguments, chosen):
    """The full names of a program's tests."""
    listed = subprocess.run([program, *arguments, "--gtest_list_tests", f"--gtest_filter={chosen}"],
                            check=True, capture_output=True, text=True).stdout
    suite = ""
    for line in listed.splitlines():
        name = line.split("#")[0]
        if not name.startswith(" "):
            suite = name.strip()
        else:
            yield suite + name.strip()


def run(daemon, program, arguments, name):
    """What a test that failed has printed; None for one that passed."""
    bus = Bus(daemon)
    try:
        ran = subprocess.run([program, *arguments, f"--gtest_filter={name}"], env=bus.environment, check=False,
                             timeout=LIMIT_S, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        return None if ran.returncode == 0 else ran.stdout
    except subprocess.TimeoutExpired as late:
        return f"{(late.stdout or b'').decode(errors='replace')}\nno end within {LIMIT_S} s"
    finally:
        bus.end()


def main():
    daemon, program, *arguments = sys.argv[1:]
    chosen = "*"
    if "--" in arguments:
        at = arguments.index("--")
        arguments, chosen = arguments[:at], arguments[at + 1]
    tests = list(names(program, arguments, chosen))
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outputs = list(pool.map(lambda name: run(daemon, program, arguments, name), tests))
    failed = [(name, output) for name, output in zip(tests, outputs) if output is not None]
    for name, output in failed:
        print(f"---- {name}\n{output}")
    print(f"{len(tests) - len(failed)} of {len(tests)} tests passed through the daemon")
    for name, _ in failed:
        print(f"failed: {name}")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
