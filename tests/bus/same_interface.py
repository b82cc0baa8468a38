#!/usr/bin/env python3
"""Ends with 0 where each interface of ours that SEEN shows is what FILE says of it, and SEEN shows one at least."""

import sys
import xml.etree.ElementTree as tree

# The one annotation that is told on the bus; another one says how the adaptor is made.
TOLD = "org.freedesktop.DBus.Property.EmitsChangedSignal"


def interfaces(file):
    return {each.get("name"): each for each in tree.parse(file).getroot().findall("interface")}


def members(interface):
    found = set()
    for member in interface:
        if member.tag not in ("method", "signal", "property"):
            continue
        default = "in" if member.tag == "method" else "out"
        arguments = tuple((a.get("name"), a.get("type"), a.get("direction", default)) for a in member.findall("arg"))
        told = tuple(a.get("value") for a in member.findall("annotation") if a.get("name") == TOLD)
        found.add((member.tag, member.get("name"), member.get("type"), member.get("access"), arguments, told))
    return found


def main(file, seen):
    wanted = interfaces(file)
    shown = {name: each for name, each in interfaces(seen).items() if name.startswith("org.offlined.")}
    differ = [name for name in shown if name not in wanted or members(shown[name]) != members(wanted[name])]
    for name in differ:
        print(f"{name} differs:", members(shown[name]) ^ (members(wanted[name]) if name in wanted else set()))
    return 1 if differ or not shown else 0


sys.exit(main(*sys.argv[1:]))
