#!/usr/bin/env python3
"""What `offlinectl watch` draws on a terminal, and how it leaves it.

Usage: live_test.py OFFLINECTL
"""

import copy
import fcntl
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unicodedata
import unittest
from pathlib import Path

import pyte

OFFLINECTL = sys.argv[1]
PATIENCE_S = 30


class OtherScreen(pyte.Screen):
    """pyte knows everything that is needed here but the other screen of a terminal."""

    OTHER = 1049 << 5

    def set_mode(self, *modes, **how):
        super().set_mode(*modes, **how)
        if 1049 in modes and how.get("private"):
            self.before = copy.deepcopy((self.buffer, self.cursor.x, self.cursor.y))

    def reset_mode(self, *modes, **how):
        super().reset_mode(*modes, **how)
        if 1049 in modes and how.get("private"):
            self.buffer, self.cursor.x, self.cursor.y = self.before
            self.dirty.update(range(self.lines))


class Server:
    """Accepts connections at an address of its own, and greets."""

    def __init__(self, greeting=b""):
        self.greeting = greeting
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
                connection.sendall(self.greeting)
                connection.close()
            except OSError:
                return

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Home:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.profiles = Path(self.folder.name) / "offlined" / "profiles"
        self.profiles.mkdir(parents=True)
        self.environment = {"XDG_CONFIG_HOME": self.folder.name, "HOME": self.folder.name, "TERM": "xterm-256color"}

    def profile(self, file, url, name=None):
        text = f'name = "{name}"\n' if name else ""
        text += f'endpoints = ["{url}"]\n[probe]\ninterval = "200ms"\nstrikes = 1\n'
        (self.profiles / f"{file}.toml").write_text(text, encoding="utf-8")


class Terminal:
    """A terminal in which a shell has printed a line, and then runs `offlinectl --embedded watch`."""

    def __init__(self, home, *words, columns=100, lines=24, term=None):
        self.screen = OtherScreen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.stream.feed(b"$ offlinectl watch\r\n")
        environment = dict(home.environment, **({"TERM": term} if term else {}))
        command = [OFFLINECTL, "--embedded", "watch", *words]
        master, slave = pty.openpty()
        self.master = master
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.modes = termios.tcgetattr(slave)
        self.slave = slave
        self.child = os.fork()
        if self.child == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in (0, 1, 2):
                os.dup2(slave, descriptor)
            os.closerange(3, 64)
            os.execve(OFFLINECTL, command, environment)

    def read(self, seconds):
        """What comes within that time, as far as it is one piece; false where nothing does."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        piece = os.read(self.master, 65536)
        self.written += piece
        self.stream.feed(piece)
        return True

    def display(self):
        return [line.rstrip() for line in self.screen.display]

    def until(self, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not condition(self.display()):
            if time.monotonic() > deadline:
                raise AssertionError("never seen; the terminal shows:\n" + "\n".join(self.display()))
            self.read(0.2)
        return self.display()

    def shows(self, *words):
        """Waits for a line that has all these words."""
        lines = self.until(lambda lines: any(all(word in line for word in words) for line in lines))
        return next(line for line in lines if all(word in line for word in words))

    def type(self, keys):
        os.write(self.master, keys)

    def resize(self, columns, lines):
        self.screen.resize(lines, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def ends(self):
        """Its exit status, or what ended it."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            ended, status = os.waitpid(self.child, os.WNOHANG)
            self.read(0.05)
            if ended:
                while self.read(0.05):
                    pass
                self.child = None
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it does not end")

    def close(self):
        if self.child:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.master)
        os.close(self.slave)


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.folder.cleanup)
        self.server = Server()
        self.home.profile("Work", f"tcp://127.0.0.1:{self.server.port}")

    def watch(self, *words, **how):
        terminal = Terminal(self.home, *words, **how)
        self.addCleanup(terminal.close)
        return terminal

    def is_as_before(self, terminal):
        self.assertEqual(terminal.display()[0], "$ offlinectl watch")
        self.assertEqual(termios.tcgetattr(terminal.slave), terminal.modes)
        self.assertFalse(terminal.screen.cursor.hidden)
        self.assertIn(pyte.modes.DECAWM, terminal.screen.mode)

    def test_a_table_is_redrawn_in_place_and_the_change_stands_below(self):
        terminal = self.watch()
        self.assertTrue(terminal.shows("PROFILE", "STATE", "REASON", "FOR", "NEXT LOOK", "DETAIL"))
        row = terminal.until(lambda lines: "ok" in lines[1])[1]
        self.assertRegex(row, r"^Work +online +ok ")
        self.server.close()
        lines = terminal.until(lambda lines: "refused" in lines[1])
        self.assertRegex(lines[1], r"^Work +offline +refused +just now ")
        self.assertEqual(lines[2], "")
        self.assertRegex(terminal.shows("(was online for"), r"^\d\d:\d\d:\d\d  Work  offline  refused ")
        self.assertEqual(sum(line.startswith("Work ") for line in terminal.display()), 1)
        self.assertEqual(terminal.screen.buffer[1][row.index("online")].fg, "red")

    def test_nothing_is_written_while_nothing_is_new(self):
        terminal = self.watch()
        terminal.until(lambda lines: "ok" in lines[1])
        while terminal.read(1):
            pass
        self.assertFalse(terminal.read(2))

    def test_a_narrow_terminal_has_less_in_each_line_and_no_line_runs_over(self):
        terminal = self.watch(columns=34, lines=8)
        terminal.until(lambda lines: "ok" in lines[1])
        self.server.close()
        lines = terminal.until(lambda lines: "refused" in lines[1])
        self.assertRegex(lines[0], r"^PROFILE  STATE    REASON   DETAIL$")
        self.assertRegex(lines[1], r"^Work     offline  refused  .+…$")
        self.assertRegex(lines[3], r"^\d\d:\d\d:\d\d  Work  online ")

    def test_another_size_of_the_terminal_is_heeded_at_once(self):
        terminal = self.watch(columns=40)
        terminal.until(lambda lines: "ok" in lines[1])
        self.assertNotIn("NEXT LOOK", terminal.display()[0])
        terminal.resize(120, 10)
        terminal.shows("PROFILE", "NEXT LOOK", "DETAIL")
        terminal.resize(40, 10)
        terminal.until(lambda lines: lines[0].startswith("PROFILE") and "NEXT LOOK" not in lines[0])
        terminal.until(lambda lines: all(len(line) <= 40 for line in lines))

    def test_where_not_all_have_room_those_that_are_offline_come_first(self):
        for i in range(20):
            self.home.profile(f"a{i:02}", f"tcp://127.0.0.1:{self.server.port}")
        self.home.profile("zz", "tcp://127.0.0.1:1")
        terminal = self.watch(lines=12)
        lines = terminal.until(lambda lines: "refused" in lines[1])
        self.assertRegex(lines[1], r"^zz +offline ")
        self.assertEqual(terminal.shows("more, for which there is no room"), "and 16 more, for which there is no room")

    def test_the_terminal_is_as_it_was_at_ctrl_c_and_at_sigterm_and_when_time_is_up(self):
        for end in (lambda at: at.type(b"\x03"), lambda at: os.kill(at.child, signal.SIGTERM), None):
            terminal = self.watch(*([] if end else ["--for", "1s"]))
            terminal.until(lambda lines: "ok" in lines[1])
            terminal.type(b"what is typed meanwhile\n")
            if end:
                end(terminal)
            self.assertEqual(terminal.ends(), 0)
            self.is_as_before(terminal)
            self.assertRegex(terminal.display()[1], r"^\d\d:\d\d:\d\d  Work  online ", "what happened stays")
            self.assertFalse(any("typed" in line for line in terminal.display()))

    def test_the_terminal_is_as_it_was_while_it_is_stopped(self):
        terminal = self.watch()
        terminal.until(lambda lines: "ok" in lines[1])
        terminal.type(b"\x1a")
        os.waitpid(terminal.child, os.WUNTRACED)
        while terminal.read(0.2):
            pass
        self.is_as_before(terminal)
        os.kill(terminal.child, signal.SIGCONT)
        terminal.until(lambda lines: lines[1].startswith("Work  "))

    def test_an_error_leaves_the_terminal_alone(self):
        terminal = self.watch("nobody")
        self.assertEqual(terminal.ends(), 4)
        self.is_as_before(terminal)
        self.assertNotIn(b"\x1b", terminal.written)

    def test_lines_are_to_be_had_on_a_terminal_too(self):
        for how in ({"words": ["--lines", "--color", "never"]}, {"words": [], "term": "dumb"}):
            terminal = self.watch(*how.pop("words"), **how)
            terminal.until(lambda lines: any(" ok " in line for line in lines))
            self.server.close()
            terminal.shows("Work  offline  refused", "(was online for")
            self.assertNotIn(b"\x1b", terminal.written)
            self.assertNotIn("PROFILE", "".join(terminal.display()))
            self.server = Server()
            self.home.profile("Work", f"tcp://127.0.0.1:{self.server.port}")

    def test_a_pipe_and_json_get_lines_and_no_control(self):
        for words in ([], ["--json"]):
            got = subprocess.run([OFFLINECTL, "--embedded", "watch", "--for", "500ms", *words], env=self.home.environment,
                                 capture_output=True, timeout=PATIENCE_S, check=True).stdout
            self.assertIn(b"Work", got)
            self.assertFalse([c for c in got if c < 32 and c != 10])
        terminal = self.watch("--json")
        terminal.shows('"event":"snapshot"')
        self.assertNotIn(b"\x1b", terminal.written)

    def test_strangers_words_cannot_garble_it(self):
        evil = Server("* BYE \x1b[2J\x1b]0;title\x07\x9b31m 漢字漢字漢字漢字漢字 \u202egnp\u2066 e\u0301 \r\n".encode())
        self.home.profile("Bad", f"imap://127.0.0.1:{evil.port}", "\u6f22\u5b57 \\u202Eevil name that is much too long for its column")
        for columns in (60, 100, 160):
            terminal = self.watch(columns=columns, lines=10)
            lines = terminal.until(lambda lines: "ok" in lines[1] and "service-refused" in lines[2])
            self.assertRegex(lines[0], r"^PROFILE +STATE ")
            self.assertRegex(lines[1], r"^Work +online +ok ")
            self.assertRegex(lines[2], r"^漢字 \ufffdevil name.* +offline +service-refused ")
            at = [columns_of(line[: line.index(word)]) for line, word in
                  zip(lines, ("STATE", "online", "offline"))]
            self.assertEqual(len(set(at)), 1, "each column stands straight")
            self.assertTrue(all(columns_of(line) <= columns for line in lines))
            self.assertFalse(set("\u202e\u2066\x9b") & set("".join(lines)))
            self.assertNotIn(b"\x1b]0", terminal.written)
            terminal.close()
            self._cleanups.pop()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
