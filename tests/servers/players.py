"""Plays services of the system bus for a test: logind and NetworkManager, as far as somebody listens to them.

Commands come on stdin, a line each; each is answered by one line on stdout: `ok` and what was asked for.

  play logind|manager         takes the service's name           sleep yes|no        emits PrepareForSleep
  leave logind|manager        gives the name back                refuse yes|no       Inhibit fails, or does not
  wrong yes|no                all values have the wrong types    inhibitors          how many are held
  released                    when the last one was let go (ns)  say NAME NUMBER     a property of NetworkManager
  asked                       how often Inhibit was called       forge               somebody else emits PrepareForSleep
  read                        how often GetAll was called
"""

import os
import sys
import time

import dbus
import dbus.lowlevel
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

LOGIND = "org.freedesktop.login1"
MANAGER = "org.freedesktop.NetworkManager"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Logind(dbus.service.Object):
    held = 0
    asked = 0
    released = 0
    refuses = False
    wrong = False

    @dbus.service.method(LOGIND + ".Manager", in_signature="ssss", out_signature="h", message_keyword="call",
                         async_callbacks=("done", "failed"))
    def Inhibit(self, what, who, why, mode, call, done, failed):
        self.asked += 1
        if self.wrong:
            answer = dbus.lowlevel.MethodReturnMessage(call)
            answer.append("three seconds", signature="s")
            self.connection.send_message(answer)
            return
        if self.refuses or (what, who, mode) != ("sleep", "offlined", "delay"):
            failed(dbus.DBusException("no", name=LOGIND + ".OperationInProgress"))
            return
        ours, theirs = os.pipe()
        self.held += 1
        GLib.io_add_watch(ours, GLib.IO_HUP, self.let_go)
        done(dbus.types.UnixFd(theirs))
        os.close(theirs)

    def let_go(self, ours, _):
        self.released = time.monotonic_ns()
        self.held -= 1
        os.close(ours)
        return False

    def sleep(self, begins, connection=None):
        signal = dbus.lowlevel.SignalMessage("/org/freedesktop/login1", LOGIND + ".Manager", "PrepareForSleep")
        if self.wrong:
            signal.append("yes" if begins else "no", signature="s")
        else:
            signal.append(begins, signature="b")
        (connection or self.connection).send_message(signal)


class Manager(dbus.service.Object):
    def __init__(self, *place):
        super().__init__(*place)
        self.says = {"State": 70, "Connectivity": 4, "Metered": 4}
        self.wrong = False
        self.read = 0

    def typed(self):
        if self.wrong:
            return {name: dbus.String("seventy") for name in self.says}
        return {name: dbus.UInt32(value) for name, value in self.says.items()}

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        self.read += 1
        return {**self.typed(), "Devices": dbus.Array([dbus.ObjectPath("/a"), dbus.ObjectPath("/b")], signature="o"),
                "Version": "1.42"}

    @dbus.service.signal(PROPERTIES, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, gone):
        pass


def main():
    DBusGMainLoop(set_as_default=True)
    bus = dbus.SystemBus()
    bus.set_exit_on_disconnect(False)
    logind = Logind(bus, "/org/freedesktop/login1")
    manager = Manager(bus, "/org/freedesktop/NetworkManager")
    names = {"logind": LOGIND, "manager": MANAGER}

    def obey(verb, *words):
        if verb == "play":
            bus.request_name(names[words[0]])
        elif verb == "leave":
            bus.release_name(names[words[0]])
        elif verb == "sleep":
            logind.sleep(words[0] == "yes")
        elif verb == "forge":
            logind.sleep(True, dbus.SystemBus(private=True))
        elif verb == "refuse":
            logind.refuses = words[0] == "yes"
        elif verb == "wrong":
            logind.wrong = manager.wrong = words[0] == "yes"
        elif verb == "say":
            manager.says[words[0]] = int(words[1])
            manager.PropertiesChanged(MANAGER, {words[0]: manager.typed()[words[0]]}, [])
        elif verb in ("inhibitors", "released", "asked", "read"):
            return str({"inhibitors": logind.held, "released": logind.released, "asked": logind.asked,
                        "read": manager.read}[verb])
        else:
            raise ValueError(verb)
        return ""

    def command(_, condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        print("ok", obey(*line.split()), flush=True)
        return True

    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, command)
    print("ok ready", flush=True)
    loop.run()


main()
