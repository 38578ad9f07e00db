"""Reads a service's /metrics.

    sample = scrape(9464)
    sample["gainsay_store_read_total"]                        # a metric without labels
    sample["gainsay_store_dropped_total", "dead_letter"]      # its label's value; of two labels both, in the metric's order
    total(sample, "gainsay_store_dropped_total")              # all of its series together
"""
import re
import socket
import urllib.error
import urllib.request

LINE = re.compile(r"^([a-zA-Z_:]+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'[a-zA-Z_]+="((?:[^"\\]|\\.)*)"')


def free_ports(count):
    """Loopback ports that nobody listens on just now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def get(port, path):
    """(status, text)"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8")


def scrape(port):
    sample = {}
    for line in get(port, "/metrics")[1].splitlines():
        if line.startswith("#"):
            continue
        name, labels, value = LINE.match(line).groups()
        sample[(name, *LABEL.findall(labels)) if labels else name] = float(value)
    return sample


def total(sample, name):
    return sum(value for key, value in sample.items() if key == name or (isinstance(key, tuple) and key[0] == name))
