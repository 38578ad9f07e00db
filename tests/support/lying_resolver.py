#!/usr/bin/python3
"""Run a command where a name changes its address between two look-ups.

    lying_resolver.py FIRST THEN COMMAND...

In a network and mount namespace of its own (root, or a user who may make one) a name server on 127.0.0.1 answers the first question for any
name with address FIRST and all later ones with THEN. Exits with 77 where no namespace is to be had.
"""
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading


def answer(question, address):
    """One A record that is not to be kept; none for other types."""
    name_end = question.index(b"\0", 12) + 1
    asked = question[12:name_end + 4]
    kind = struct.unpack(">H", question[name_end:name_end + 2])[0]
    count = 1 if kind == 1 else 0
    head = question[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, count, 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) + socket.inet_aton(address)
    return head + asked + (record if count else b""), kind


def serve(server, first, then):
    told = first
    while True:
        question, peer = server.recvfrom(512)
        reply, kind = answer(question, told)
        server.sendto(reply, peer)
        if kind == 1:
            told = then


def main(first, then, *command):
    if os.environ.get("LYING_RESOLVER") != "inside":
        own = ["unshare", "--net", "--mount"] if os.geteuid() == 0 else ["unshare", "--net", "--mount", "--map-root-user"]
        if subprocess.run([*own, "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
            return 77
        os.execvpe("unshare", [*own, sys.executable, __file__, first, then, *command], {**os.environ, "LYING_RESOLVER": "inside"})
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("resolv.conf", "nameserver 127.0.0.1\noptions attempts:1\n"), ("nsswitch.conf", "hosts: dns\n")):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="ascii") as out:
                out.write(text)
            subprocess.run(["mount", "--bind", path, os.path.realpath(f"/etc/{name}")], check=True)
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 53))
        threading.Thread(target=serve, args=(server, first, then), daemon=True).start()
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
