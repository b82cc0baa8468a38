#!/usr/bin/env python3
"""The DLL exports what its list says and nothing else, and needs nothing that Windows does not bring.

Usage: exports_test.py OBJDUMP DLL
"""

import re
import subprocess
import sys

EXPORTS = ["HrCreateOfflineObj", "HrCreateOfflineObj@12", "HrOpenOfflineObj", "HrOpenOfflineObj@20"]
OF_WINDOWS = {"bcrypt.dll", "iphlpapi.dll", "kernel32.dll", "msvcrt.dll", "mswsock.dll", "ws2_32.dll"}


def main(objdump, dll):
    text = subprocess.run([objdump, "-p", dll], check=True, capture_output=True, text=True).stdout
    table = text.split("[Ordinal/Name Pointer] Table", 1)[1].split("\n\n", 1)[0]
    exports = re.findall(r"^\t\[ *\d+\] (\S+)$", table, re.MULTILINE)
    needs = {name.lower() for name in re.findall(r"DLL Name: (\S+)", text)}
    faults = []
    if exports != EXPORTS:
        faults.append(f"it exports {exports}, not {EXPORTS}")
    if needs - OF_WINDOWS:
        faults.append(f"it needs {sorted(needs - OF_WINDOWS)} beside it: link that statically")
    print("\n".join(faults) or f"it exports {', '.join(exports)} and needs {', '.join(sorted(needs))}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
