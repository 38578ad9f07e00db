"""A server that speaks HTTP/2 and nothing else, just enough of it to hand one document to who asks.

    with H2Server(cert, key, body) as server:
        server.url, server.connections, server.streams
"""
import socket
import ssl
import struct
import threading

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING, GOAWAY = 0, 1, 4, 6, 7
END_STREAM, ACK, END_HEADERS = 1, 1, 4


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def answer_headers(length):
    """HPACK: ":status: 200" by its index, content-type and content-length as literals with indexed names (RFC 7541, appendix A)."""
    def literal(index, value):
        return bytes([0x0f, index - 15, len(value)]) + value
    return b"\x88" + literal(31, b"application/rss+xml") + literal(28, str(length).encode())


class H2Server:
    def __init__(self, cert, key, body):
        self.body = body
        self.connections = self.streams = 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        self.context.set_alpn_protocols(["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}/feed"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as peer:
                if peer.selected_alpn_protocol() != "h2":
                    return
                self.connections += 1
                self.talk(peer, peer.makefile("rb"))
        except (OSError, struct.error):
            pass  # the client went

    def talk(self, peer, stream):
        if stream.read(len(PREFACE)) != PREFACE:
            return
        peer.sendall(frame(SETTINGS, 0, 0))
        while head := stream.read(9):
            length, kind, flags, number = int.from_bytes(head[:3], "big"), head[3], head[4], int.from_bytes(head[5:], "big")
            payload = stream.read(length)
            if kind == SETTINGS and not flags & ACK:
                peer.sendall(frame(SETTINGS, ACK, 0))
            elif kind == PING and not flags & ACK:
                peer.sendall(frame(PING, ACK, 0, payload))
            elif kind == GOAWAY:
                return
            elif kind == HEADERS:
                self.streams += 1
                peer.sendall(frame(HEADERS, END_HEADERS, number, answer_headers(len(self.body)))
                             + frame(DATA, END_STREAM, number, self.body))

    def __enter__(self):
        return self

    def __exit__(self, *words):
        self.listener.close()
