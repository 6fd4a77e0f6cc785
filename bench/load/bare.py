"""The limit: a reader that acknowledges every message and throws it away.

`python -m bench.load.bare AUTHORITY CERTIFICATE KEY PORT PROGRESS`
"""

import sys
from pathlib import Path
from select import EPOLLIN, EPOLLOUT, poll

from bench.load import mqtt
from bench.load.line import Line, tls_with
from bench.load.progress import Progress
from wire import topics


def main(authority: Path, certificate: Path, key: Path, port: int, progress: Progress) -> None:
    """Read until killed."""
    line = Line("ingest", tls_with(authority, certificate, key), port)
    ready, wanted = poll(), EPOLLIN | EPOLLOUT
    ready.register(line.number, wanted)
    count = 0
    while True:
        ready.poll()
        answers = bytearray()
        for packet in line.packets():
            if packet.kind == mqtt.CONNACK:
                answers += mqtt.subscribe(topics.ALL_ENTRIES)
            elif packet.kind == mqtt.SUBACK:
                print("listening", file=sys.stderr, flush=True)
            elif packet.kind == mqtt.PUBLISH:
                answers += mqtt.puback(mqtt.taken_apart(packet)[1])
                count += 1
        line.send(bytes(answers))
        progress.count = count
        if line.wants != wanted:
            wanted = line.wants
            ready.modify(line.number, wanted)


if __name__ == "__main__":
    _authority, _certificate, _key, _port, _progress = sys.argv[1:]
    main(Path(_authority), Path(_certificate), Path(_key), int(_port), Progress(Path(_progress)))
