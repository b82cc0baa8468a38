#!/usr/bin/env python3
"""What bash, zsh and fish offer after offlinectl, asked as a person asks them.

Usage: completion_test.py OFFLINECTL FOLDER
FOLDER has the shells' halves of the completion.
"""

import os
import pty
import re
import select
import shlex
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

OFFLINECTL, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
HOME = tempfile.TemporaryDirectory()
ENVIRONMENT = {
    "HOME": HOME.name,
    "XDG_CONFIG_HOME": HOME.name,
    "PATH": f"{OFFLINECTL.parent}:/usr/bin:/bin",
    "TERM": "dumb",
    "LC_ALL": "C.UTF-8",
}


def run(*command):
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=True).stdout


def bash(words):
    """By the function that bash would call for these words."""
    quoted = " ".join(shlex.quote(word) for word in words)
    script = (
        f"source {FOLDER}/offlinectl.bash; complete -p offlinectl >/dev/null || exit; "
        f"COMP_WORDS=(offlinectl {quoted}) COMP_CWORD={len(words)}; compopt() {{ echo FILES; }}; "
        '_offlinectl; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return [line for line in run("bash", "--norc", "-c", script).splitlines() if line]


def fish(words):
    line = " ".join(["offlinectl", *map(shlex.quote, words[:-1]), words[-1]])
    script = f"source {FOLDER}/offlinectl.fish; complete -C {shlex.quote(line)}"
    return [line.split("\t")[0] for line in run("fish", "--no-config", "-c", script).splitlines()]


class Terminal:
    """zsh on a terminal, since it completes nowhere else."""

    def __init__(self):
        self.child, self.screen = pty.fork()
        if self.child == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], ENVIRONMENT)

    def until(self, pattern):
        seen = ""
        deadline = time.monotonic() + 60
        while not re.search(pattern, seen, re.DOTALL):
            ready, _, _ = select.select([self.screen], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"zsh never shows {pattern!r} but {seen!r}")
            seen += os.read(self.screen, 65536).decode(errors="replace")
        return seen

    def type(self, keys):
        os.write(self.screen, keys.encode())

    def end(self):
        os.close(self.screen)
        os.waitpid(self.child, 0)


def zsh(words):
    line = " ".join(["offlinectl", *map(shlex.quote, words[:-1]), words[-1]])
    terminal = Terminal()
    terminal.type(
        f"fpath=({FOLDER} $fpath); autoload -Uz compinit; compinit -u -D; PS1=; unsetopt auto_menu; LISTMAX=1000; "
        "zle -C every complete-word offer; offer() { compadd() { builtin compadd -O hits \"$@\"; "
        "print -rl -- '' \"hit:${^hits[@]}\"; builtin compadd \"$@\" }; _main_complete; print 'the ''end' }; "
        "bindkey '^X' every; print 'it is ''ready'\n"
    )
    terminal.until("it is ready")
    terminal.type(line + "\x18")
    shown = terminal.until("the end")
    terminal.end()
    return sorted(set(re.findall(r"hit:(\S[^\r\n]*)", shown)))


SHELLS = (bash, zsh, fish)


def verbs(*words):
    """The verbs that --help lists below these."""
    text = run(OFFLINECTL, *words, "--help")
    parts = re.search(r"\nSubcommands:\n(.*)", text, re.DOTALL)
    return re.findall(r"^  (\S+)", parts[1], re.MULTILINE) if parts else []


def options(*words):
    return re.findall(r"^  (?:-h,)?(--\S+)", run(OFFLINECTL, *words, "--help"), re.MULTILINE)


class Completion(unittest.TestCase):
    def offers(self, words, expected):
        for shell in SHELLS:
            with self.subTest(shell=shell.__name__, words=words):
                self.assertEqual(sorted(shell(words)), sorted(expected))

    def test_each_verb_is_offered(self):
        self.assertIn("status", verbs())
        self.offers([""], verbs())
        self.offers(["profile", ""], verbs("profile"))

    def test_each_option_of_each_verb_is_offered(self):
        everywhere = options()
        for verb in verbs():
            for words in [[verb, part] for part in verbs(verb)] or [[verb]]:
                expected = set(everywhere) | set(options(*words))
                with self.subTest(words=words):
                    self.assertEqual(sorted(bash([*words, "--"])), sorted(expected))
        for shell in SHELLS[1:]:
            self.assertEqual(sorted(shell(["watch", "--"])), sorted(set(everywhere) | set(options("watch"))))

    def test_names_of_profiles_are_offered_where_one_is_wanted(self):
        for words in (["status", ""], ["status", "Home", ""], ["why", ""], ["profile", "show", ""], ["--json", "why", ""]):
            self.assertEqual(bash(words), ["Home", "Work"], words)
        self.offers(["wait", ""], ["Home", "Work"])
        self.offers(["wait", "W"], ["Work"])
        self.assertEqual(bash(["why", "Home", ""]), [])
        self.assertEqual(bash(["profile", "add", ""]), [])

    def test_states_are_offered_behind_a_profile(self):
        self.offers(["wait", "Work", ""], ["online", "offline"])
        self.offers(["report", "Work", ""], ["ok", "failed"])

    def test_values_are_offered_behind_an_option(self):
        self.offers(["--color", ""], ["auto", "always", "never"])
        self.assertEqual(bash(["--color", "=", "al"]), ["always"])
        self.assertEqual(bash(["wait", "Work", "online", "--timeout", ""]), [])
        self.assertEqual(fish(["--color=al"]), ["--color=always"])

    def test_files_are_offered_where_one_is_wanted(self):
        self.assertEqual(bash(["watch", "--report", ""]), ["FILES"])
        self.assertEqual(bash(["simulate", ""]), ["FILES"])

    def test_a_name_of_two_words_is_quoted(self):
        run(OFFLINECTL, "profile", "add", "My mail", "imaps://a.example")
        self.addCleanup(run, OFFLINECTL, "profile", "remove", "My mail")
        self.assertEqual(bash(["why", "My"]), ["My\\ mail"])
        self.assertEqual(fish(["why", "My"]), ["My mail"])


if __name__ == "__main__":
    for name in ("Home", "Work"):
        run(OFFLINECTL, "profile", "add", name, "imaps://a.example")
    unittest.main(argv=sys.argv[:1])
