#!/usr/bin/env python3
"""Proves that docs/api.md and docs/scenarios.md keep their word: each row of a table ends in tests that exist, or in the
reason why there is none.

Usage: tools/check_api_page.py [TREE]
Prints a line for each offence, with what to do, and ends non-zero where there is one.
"""

import re
import sys
from pathlib import Path

PAGES = ("docs/api.md", "docs/scenarios.md")
TEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)")
NAME = re.compile(r"`([^`]+)`")
RULER = re.compile(r"[|:\s-]+")
NO_TEST = "no test: "


def tests(tree):
    """The name of each test in the sources: Suite.Name, and Header.rule for a source that the compilers judge."""
    for path in (tree / "tests").rglob("*"):
        if path.suffix in (".c", ".cpp"):
            for suite, name in TEST.findall(path.read_text(encoding="utf-8")):
                yield f"{suite}.{name}"
    for folder, prefix in (("rules", "Header."), ("broken", "Header.refuses.")):
        for path in (tree / "tests/header" / folder).glob("*.c*"):
            yield prefix + path.stem


def rows(text):
    """Each row of a table that says something, as (line number, last cell)."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        heads_a_table = number < len(lines) and lines[number].startswith("|") and RULER.fullmatch(lines[number])
        if line.startswith("|") and not RULER.fullmatch(line) and not heads_a_table:
            yield number, re.split(r"(?<!\\)\|", line.rstrip().removesuffix("|"))[-1].strip()


def offences(tree):
    known = set(tests(tree))
    for page in PAGES:
        for number, cell in rows((tree / page).read_text(encoding="utf-8")):
            names = NAME.findall(cell)
            if not names and not cell.startswith(NO_TEST):
                yield f"{page}:{number}: nothing shows it: name a test in the last cell, or write '{NO_TEST}' and why"
            for name in names:
                if name not in known:
                    yield f"{page}:{number}: there is no test {name}: it was renamed or removed; name the one that shows this"


def main(arguments):
    tree = Path(arguments[0] if arguments else Path(__file__).parent.parent).resolve()
    found = list(offences(tree))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
