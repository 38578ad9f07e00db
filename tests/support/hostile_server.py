"""A server that does everything a feed's server should not, on loopback ports of its own.

    with HostileServer() as server:
        server.url("/drip")        # what each path does is said in Handler.answers
        server.requests            # [(path, headers)] of all that came

`forbidden_hits` counts connections to 127.0.0.2, where a client that keeps its rules never goes.
"""
import functools
import gzip
import http.server
import io
import socket
import ssl
import subprocess
import threading
import time

FEED = b"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>Honest</title><link>http://example.org/</link>
<item><guid>a</guid><title>Talks go on</title><link>http://example.org/a</link>
<pubDate>Mon, 28 Apr 2025 08:00:00 GMT</pubDate><description>A summary.</description></item>
</channel></rss>"""

CHALLENGE = b"""<html><head><title>Just a moment...</title></head>
<body><div id="challenge-form">Checking your browser before accessing the site. Enable JavaScript and cookies to continue.</div></body></html>"""

PAGE = b"""<!DOCTYPE html><html><head><title>News</title>
<link rel="alternate" type="application/rss+xml" href="/new-feed.xml"></head>
<body><h1>News</h1><p>The feed has moved to another place, and this is a page about it that people read.</p></body></html>"""

BOMB_MIB = 200

ENTITY_BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">""" + b"".join(
    b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k"))
) + b"""]><rss version="2.0"><channel><title>&j;</title></channel></rss>"""

OUTSIDE_ENTITY = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>t</title><item><guid>g</guid><title>&x;</title></item></channel></rss>"""


@functools.cache
def bomb(megabytes):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        for _ in range(megabytes):
            packed.write(b" " * (1 << 20))
    return out.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def send(self, body=FEED, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/rss+xml", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, to, status=302):
        self.send(b"", status, Location=to)

    def raw(self, *parts, pause=0.0):
        self.close_connection = True
        for part in parts:
            self.wfile.write(part)
            self.wfile.flush()
            time.sleep(pause)

    def forever(self, head, part, pause=0.0):
        """Until the client goes, or a minute is over."""
        end = time.monotonic() + 60
        self.raw(head)
        while time.monotonic() < end:
            self.raw(part, pause=pause)

    def do_GET(self):
        self.server.hostile.requests.append((self.path, dict(self.headers)))
        path, _, query = self.path.partition("?")
        try:
            self.answers(path, query)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answers(self, path, query):
        server = self.server.hostile
        plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
        if path == "/feed":
            self.send(ETag='"one"')
        elif path == "/loop":
            self.redirect("/loop")
        elif path == "/hops":
            self.redirect(f"/hops?{int(query) - 1}" if int(query) > 1 else "/feed")
        elif path == "/moved":
            self.redirect("/feed", 301)
        elif path == "/to-private":
            self.redirect(server.forbidden_url("/feed"))
        elif path == "/to-file":
            self.redirect("file:///etc/passwd")
        elif path == "/to-user":
            self.redirect(server.url("/feed").replace("http://", "http://user:secret@"))
        elif path == "/to-plain":
            self.redirect(server.url("/feed"))
        elif path == "/bounce":
            # To its own name, which has to be looked up again.
            self.send(b"", 302, Location=f"http://{self.headers['Host']}/feed", Connection="close")
            self.close_connection = True
        elif path == "/cookie":
            self.send(b"", 302, Location="/feed", Set_Cookie="session=1; Path=/")
        elif path == "/gzip":
            self.send(gzip.compress(FEED), Content_Encoding="gzip")
        elif path == "/endless":
            self.forever(plain + b"\r\n", b" " * 65536)
        elif path == "/endless-redirect":
            self.forever(b"HTTP/1.1 302 Found\r\nLocation: /feed\r\n\r\n", b" " * 65536)
        elif path == "/bomb":
            self.send(bomb(BOMB_MIB), Content_Encoding="gzip")
        elif path == "/not-gzip":
            self.send(Content_Encoding="gzip")
        elif path == "/drip":
            self.forever(plain + b"\r\n", b" ", pause=0.2)
        elif path == "/silence":
            self.forever(b"", b"", pause=0.2)
        elif path == "/header-flood":
            self.forever(plain, (b"X-Flood: " + b"f" * 1000 + b"\r\n") * 16)
        elif path == "/continue-flood":
            # Many at once: one by one, a busy machine makes this server the slow one.
            self.forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)
        elif path == "/garbage":
            self.raw(b"\x00\x01\x02 this is not the web\r\n\r\n")
        elif path == "/cut":
            self.raw(plain + b"Content-Length: 100000\r\n\r\n" + FEED)
        elif path == "/limited":
            self.send(b"", 429, Retry_After="120")
        elif path == "/unsolicited-304":
            self.send_response(304)
            self.end_headers()
        elif path == "/forged-etag":
            self.send(ETag='"a\x0bX-Forged: yes"')
        elif path == "/page":
            self.send(PAGE, Content_Type="text/html")
        elif path == "/challenge":
            self.send(CHALLENGE, Content_Type="text/html")
        elif path == "/entity-bomb":
            self.send(ENTITY_BOMB)
        elif path == "/outside-entity":
            self.send(OUTSIDE_ENTITY)
        else:
            self.send(b"", 404)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is what these tests are about."""


class HostileServer:
    def __init__(self):
        self.requests = []
        bomb(BOMB_MIB)  # takes a moment, which is not to be the client's
        self.forbidden_hits = 0
        self.http = self.serve("127.0.0.1")
        self.forbidden = socket.create_server(("127.0.0.2", 0))
        threading.Thread(target=self.watch, daemon=True).start()

    def serve(self, address, context=None):
        server = Server((address, 0), Handler)
        server.hostile = self
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def watch(self):
        while True:
            try:
                connection, _ = self.forbidden.accept()
            except OSError:
                return
            self.forbidden_hits += 1
            connection.close()

    def serve_tls(self, folder):
        """A second server with a certificate that only `folder`/cert.pem vouches for; returns its address."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
                       check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.tls = self.serve("127.0.0.1", context)
        return f"https://127.0.0.1:{self.tls.server_port}"

    def url(self, path):
        return f"http://127.0.0.1:{self.http.server_port}{path}"

    def forbidden_url(self, path):
        return f"http://127.0.0.2:{self.forbidden.getsockname()[1]}{path}"

    def __enter__(self):
        return self

    def __exit__(self, *words):
        self.http.shutdown()
        self.http.server_close()
        self.forbidden.close()
