#!/usr/bin/env python3
"""A daemon of another version, as far as anybody asks it for that."""

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib


class Manager(dbus.service.Object):
    @dbus.service.method("org.freedesktop.DBus.Properties", in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {"Version": "0.0.1", "StartedBy": "systemd"}


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
manager = Manager(bus, "/org/offlined/Offline1")
name = dbus.service.BusName("org.offlined.Offline1", bus)
GLib.MainLoop().run()
