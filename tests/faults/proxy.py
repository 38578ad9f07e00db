"""A TCP proxy on a loopback port that does to connections what a bad network does.

    proxy = Proxy(lambda: ("127.0.0.1", 5432))
    proxy.cut()                  # resets every connection
    proxy.shape(delay_s=0.2, bytes_s=50000)
    proxy.silence(True)          # takes everything, answers nothing: a half-open connection
    proxy.cut_at(b"COMMIT", answered=False)   # once: resets the connection that sends this, before or after the server has it
"""
import socket
import struct
import threading
import time

CHUNK = 65536
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s; so that close() sends RST


class Connection:
    def __init__(self, proxy, client):
        self.proxy, self.client, self.server = proxy, client, None
        self.swallow = False  # reset instead of passing the server's next bytes on

    def run(self):
        try:
            self.server = socket.create_connection(self.proxy.target(), timeout=5)
            self.server.settimeout(None)
            for end in (self.client, self.server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            self.reset()
            return
        threading.Thread(target=self.pump, args=(self.client, self.server, True), daemon=True).start()
        self.pump(self.server, self.client, False)

    def pump(self, source, target, from_client):
        try:
            while chunk := source.recv(CHUNK):
                while self.proxy.silent:
                    time.sleep(0.05)
                if from_client and self.proxy.matches(chunk):
                    if not self.proxy.answered:
                        break
                    self.swallow = True
                elif not from_client and self.swallow:
                    break
                self.proxy.wait_for(len(chunk))
                target.sendall(chunk)
        except OSError:
            pass
        self.reset()

    def reset(self):
        self.proxy.forget(self)
        for end in (self.client, self.server):
            if end is not None:
                try:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    end.shutdown(socket.SHUT_RD)  # wakes the other thread's recv()
                except OSError:
                    pass
                end.close()


class Proxy:
    def __init__(self, target):
        self.target = target
        self.lock = threading.Lock()
        self.connections = set()
        self.delay_s = self.bytes_s = 0
        self.silent = False
        self.pattern, self.answered, self.cuts = None, False, 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            connection = Connection(self, client)
            with self.lock:
                self.connections.add(connection)
            threading.Thread(target=connection.run, daemon=True).start()

    def forget(self, connection):
        with self.lock:
            self.connections.discard(connection)

    def cut(self):
        with self.lock:
            connections = list(self.connections)
        for connection in connections:
            connection.reset()

    def shape(self, delay_s=0.0, bytes_s=0):
        self.delay_s, self.bytes_s = delay_s, bytes_s

    def silence(self, silent):
        self.silent = silent

    def wait_for(self, count):
        time.sleep(self.delay_s + (count / self.bytes_s if self.bytes_s else 0))

    def cut_at(self, pattern, answered):
        with self.lock:
            self.answered, self.pattern, self.cuts = answered, pattern, 0

    def matches(self, chunk):
        with self.lock:
            if self.pattern is None or self.pattern not in chunk:
                return False
            self.pattern, self.cuts = None, 1
            return True
