"""A well-behaved source on a loopback port, whose documents a test writes and whose requests it counts.

    server = FeedServer()
    server.entries("/feed.xml", [("guid-1", "Title", "Text")])
    server.count("/feed.xml", 304)
    server.requests                 # all that were made, in order
"""
import collections
import hashlib
import html
import http.server
import threading
import time

Request = collections.namedtuple("Request", "path headers began ended")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def setup(self):
        super().setup()
        with self.server.owner.lock:
            self.server.owner.connections += 1

    def do_GET(self):
        owner = self.server.owner
        began = time.monotonic()
        self.answer(owner)
        with owner.lock:
            owner.requests.append(Request(self.path, dict(self.headers), began, time.monotonic()))

    def answer(self, owner):
        status, body, kind, headers = owner.documents.get(self.path, (404, b"", "text/plain", {}))
        if self.path in owner.delays:
            time.sleep(owner.delays[self.path])
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        with owner.lock:
            owner.counts[(self.path, status)] += 1
        self.send_response(status)
        if status in (200, 304):
            self.send_header("ETag", tag)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            for each in value if isinstance(value, list) else [value]:
                self.send_header(name, each)
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A poller that was killed hangs up; that is no news."""


class FeedServer:
    def __init__(self, address="127.0.0.1", port=0):
        self.documents = {}
        self.delays = {}  # seconds before a path is answered
        self.counts = collections.Counter()
        self.requests = []
        self.connections = 0
        self.lock = threading.Lock()
        self.http = Server((address, port), Handler)
        self.http.owner = self
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://{self.http.server_address[0]}:{self.http.server_port}{path}"

    def put(self, path, body, kind="text/xml", status=200, **headers):
        self.documents[path] = (status, body.encode("utf-8"), kind, {k.replace("_", "-"): v for k, v in headers.items()})

    def entries(self, path, entries):
        """An RSS feed of (guid, title, text or None[, link]); without a text there is a summary only."""
        items = []
        for guid, title, text, *link in entries:
            items.append(f"<item><guid isPermaLink='false'>{guid}</guid><title>{html.escape(title)}</title>"
                         + (f"<link>{self.url(link[0])}</link>" if link else "")
                         + (f"<content:encoded>{html.escape('<p>' + text + '</p>')}</content:encoded>" if text
                            else "<description>In short.</description>") + "</item>")
        self.put(path, "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>t</title>"
                 + "".join(items) + "</channel></rss>")

    def page(self, path, *paragraphs, **options):
        body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
        self.put(path, f"<!DOCTYPE html><html><head><title>t</title></head><body><article>{body}</article></body></html>",
                 "text/html", **options)

    def asked(self, path):
        """The requests for a path."""
        with self.lock:
            return [request for request in self.requests if request.path == path]

    def count(self, path, status):
        with self.lock:
            return self.counts[(path, status)]

    def close(self):
        self.http.shutdown()
        self.http.server_close()
