"""Greets as an IMAP server does, on port 143 of an address, and takes leave: imap_server.py ADDRESS"""

import socketserver
import sys


class Dialogue(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        for line in self.rfile:
            tag = line.split()[0] if line.split() else b"*"
            if b"LOGOUT" in line.upper():
                self.wfile.write(b"* BYE see you\r\n" + tag + b" OK done\r\n")
                return
            self.wfile.write(tag + b" BAD this server does nothing else\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


Server((sys.argv[1], 143), Dialogue).serve_forever()
