"""Toxiproxy before our own proxies: a server of its own that shapes links as its "toxics" say. tests/faults/toxiproxy builds it."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import CACHE  # noqa: E402

START_S = 20


def binary():
    """The server's file, or None."""
    return os.environ.get("GAINSAY_TOXIPROXY") or shutil.which("toxiproxy-server") or shutil.which("toxiproxy-server", path=str(CACHE))


class Toxics:
    def __init__(self, server, log):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        with open(log, "w", encoding="utf-8") as out:
            self.process = subprocess.Popen([server, "-host", "127.0.0.1", "-port", str(self.port)], stdout=out, stderr=out)
        end = time.monotonic() + START_S
        while True:
            try:
                self.ask("GET", "/version")
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.links = {}  # name: the names of its proxies

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null") if answer.headers.get_content_type() == "application/json" else None

    def front(self, link, port):
        """A port before another one; several may belong to one link."""
        name = f"{link}-{port}"
        made = self.ask("POST", "/proxies", {"name": name, "listen": "127.0.0.1:0", "upstream": f"127.0.0.1:{port}", "enabled": True})
        self.links.setdefault(link, []).append(name)
        return int(made["listen"].rpartition(":")[2])

    def add(self, link, kind, stream="downstream", toxicity=1.0, **attributes):
        for name in self.links[link]:
            self.ask("POST", f"/proxies/{name}/toxics", {"name": f"{kind}-{stream}", "type": kind, "stream": stream, "toxicity": toxicity,
                                                         "attributes": attributes})

    def reset(self):
        self.ask("POST", "/reset")

    def close(self):
        self.process.kill()
        self.process.wait()
