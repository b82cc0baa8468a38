#!/usr/bin/env python3
"""A program that joins the profile at that object path, is ready half a second after each START, and says what it hears."""

import sys

import dbus
import dbus.mainloop.glib
from gi.repository import GLib

PROFILE = "org.offlined.Offline1.Profile"


def main(path):
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    profile = dbus.Interface(bus.get_object("org.offlined.Offline1", path), PROFILE)

    def is_ready(sequence):
        profile.Ready(sequence)
        return False

    def hears(sequence, phase, old, new, reason, detail, waits, monotonic_ns):
        print(phase, new, flush=True)
        if phase == "START" and waits:
            GLib.timeout_add(500, is_ready, sequence)

    bus.add_signal_receiver(hears, "Phase", PROFILE, path=path)
    profile.Join()
    print("joined", flush=True)
    GLib.MainLoop().run()


main(sys.argv[1])
