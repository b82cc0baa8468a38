#!/usr/bin/env python3
"""Proves the folder ranks: a folder includes itself and folders of lower rank, never its own rank or a higher one.

Usage: tools/check_layers.py [TREE]
Prints a line for each offence, with the reason and the remedy, and ends non-zero where there is one.
"""

import re
import sys
from pathlib import Path

# The one table of ranks. docs/ARCHITECTURE.md says what each folder is for.
RANKS = {
    "src/base": 0,
    "src/model": 1,
    "src/judge": 2,
    "src/tree": 2,
    "src/dispatch": 2,
    "src/loop": 2,
    "src/sources": 3,
    "src/probes": 3,
    "src/history": 3,
    "src/accounts": 3,
    "src/programs": 3,
    "src/metrics": 3,
    "src/engine": 4,
    "src/bus": 5,
    "src/session": 6,
    "src/com": 7,
    "apps/offlined": 8,
    "apps/offlinectl": 8,
    "apps/dll": 8,
}

# These stand for a stranger's program, so they see what a stranger sees.
OUTSIDERS = ("include", "examples", "tests/abi", "tests/com", "tests/header", "tests/windows")

ROOTS = ("src", "apps")
SUFFIXES = {".h", ".c", ".cpp"}
NO_SOURCES = {".def", ".txt", ".map", ".toml", ".xml"}
INCLUDE = re.compile(r'#include\s*([<"])([^>"]+)[>"]')
LIKE_AN_INCLUDE = re.compile(r"(#|%:|\?\?=)\s*(include|import|include_next|embed)\b")


def includes(path):
    """Each include of a file as (line number, opening sign, what it names); what hides one, as (line number, None, line)."""
    continued = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = re.sub(r"^#\s+", "#", line.strip())
        if match := INCLUDE.match(text):
            yield number, match[1], match[2]
        elif LIKE_AN_INCLUDE.match(re.sub(r"/\*.*?\*/", "", text).strip()) or (continued and "include" in text):
            yield number, None, line.strip()
        continued = line.rstrip().endswith("\\") and text.startswith("#")


HIDDEN = 'this may include a file unseen: write #include "folder/file.h" or #include <file> on a line of its own'


def folder_of(path):
    """src/judge for src/judge/policy.h: the part of a path that has a rank."""
    return "/".join(path.split("/")[:2])


def inner_file(tree, file, name):
    """The path in the tree of the inner file that an include reaches, or None where it reaches none."""
    for start in (*ROOTS, Path(file).parent):
        reached = (tree / start / name).resolve()
        if reached.is_file() and reached.is_relative_to(tree):
            inside = reached.relative_to(tree)
            if inside.parts[0] in ROOTS:
                return inside.as_posix()
    return None


def why_inside(tree, file, sign, name):
    """What is wrong with an include in a file under src/ or apps/, or None."""
    if sign is None:
        return HIDDEN
    target = inner_file(tree, file, name)
    if target is None:
        if sign == "<":
            return None
        if (tree / "include" / name).is_file():
            return f'"{name}" is a public header: write #include <{name}>, as a user of the library does'
        return f'"{name}" is no file of ours: write <{name}> where it is somebody else\'s'
    written = target.split("/", 1)[1]
    if sign == "<" or name != written:
        return f'{name} is {target}: write #include "{written}", so that every include of it reads and searches alike'
    own, other = folder_of(file), folder_of(target)
    if own == other:
        return None
    if other not in RANKS:
        return unranked(other)
    if RANKS[other] < RANKS[own]:
        return None
    relation = "its own rank" if RANKS[other] == RANKS[own] else "a higher rank"
    return (
        f'{own} (rank {RANKS[own]}) includes "{name}" of {other} (rank {RANKS[other]}), {relation}: data flows one way, '
        f"so a folder knows only lower ones; move what both need down, or let a folder above pass it in"
    )


def why_outside(tree, file, sign, name):
    """What is wrong with an include in a public header, an example or a test of the published API, or None."""
    if sign is None:
        return HIDDEN
    target = inner_file(tree, file, name)
    if target is None:
        return None
    return (
        f'"{name}" is {target}, which is not installed: this file stands for a program outside the project; '
        f"use <mapioffline.h> or <offline/…> only"
    )


def unranked(folder):
    return f"{folder} has no rank: give it one in tools/check_layers.py, and a line in docs/ARCHITECTURE.md"


def sources(tree, folder):
    return (path for path in sorted((tree / folder).rglob("*")) if path.suffix in SUFFIXES)


def strange_files(tree, folder):
    """Files that might be included and are not looked into."""
    return (
        path
        for path in sorted((tree / folder).rglob("*"))
        if path.is_file() and path.suffix not in SUFFIXES | NO_SOURCES
    )


def offences(tree):
    """Each offence of the tree as one line: where, what, why, what to do."""
    for root in ROOTS:
        for path in strange_files(tree, root):
            yield f"{path.relative_to(tree).as_posix()}:1: a file of this kind is not looked into: name it .h, .c or .cpp"
        for path in sources(tree, root):
            file = path.relative_to(tree).as_posix()
            if folder_of(file) not in RANKS:
                yield f"{file}:1: {unranked(folder_of(file))}"
                continue
            for number, sign, name in includes(path):
                if why := why_inside(tree, file, sign, name):
                    yield f"{file}:{number}: {why}"
    for root in OUTSIDERS:
        for path in sources(tree, root):
            file = path.relative_to(tree).as_posix()
            for number, sign, name in includes(path):
                if why := why_outside(tree, file, sign, name):
                    yield f"{file}:{number}: {why}"


def main(arguments):
    tree = Path(arguments[0] if arguments else Path(__file__).parent.parent).resolve()
    found = list(offences(tree))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
