"""How old is what is seen of a live stream, when whoever looks is slower than the stream? Beside what one would script.

    python benchmarks/live_sources.py [--seconds 8] [--per-s 30] [--size 1280x720] [--look-ms 100]

A server of motion JPEG in a process of its own numbers its frames, and sends each when it is due; the age of a frame is
the time from then until it is handed over. The script beside it is `cv2.VideoCapture(address).read()` in a loop. Both
look for `--look-ms` at each frame. CPU is this process's, without the time of looking, which sleeps.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BITS, BLOCK = 10, 16


def numbered(number: int, width: int, height: int) -> bytes:
    """A JPEG with its number in black and white blocks at the top, above something to look at."""
    import numpy as np
    from PIL import Image

    rows, columns = np.indices((height, width))
    pixels = np.stack([columns % 256, rows % 256, (rows + columns) // 8 % 256], axis=2).astype(np.uint8)
    for bit in range(BITS):
        pixels[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 255 * (number >> bit & 1)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=85)
    return file.getvalue()


def number_of(pixels: Any) -> int:
    middle = BLOCK // 2
    return sum(1 << bit for bit in range(BITS) if pixels[middle, bit * BLOCK + middle, 1] > 127)


def serve(frames: int, per_s: float, width: int, height: int) -> None:
    """Prints its port, and for each client when it began (CLOCK_MONOTONIC, which all processes share)."""
    pictures = [numbered(number, width, height) for number in range(frames)]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            began = time.monotonic()
            print(began, flush=True)
            for number, picture in enumerate(pictures):
                time.sleep(max(0.0, began + number / per_s - time.monotonic()))
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n".encode()
                try:
                    self.wfile.write(head + picture + b"\r\n")
                except OSError:
                    return

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    for _ in range(2):
        server.handle_request()


def ours(url: str) -> Iterator[Any]:
    from assistant.cancel import Token
    from assistant.capture.choose import live_source_from
    from assistant.errors import CameraMissing

    try:
        for frame in live_source_from(url).frames(Token()):
            yield frame.pixels
    except CameraMissing:  # the server has hung up
        return


def scripted(url: str) -> Iterator[Any]:
    import cv2

    camera = cv2.VideoCapture(url)
    while True:
        read, frame = camera.read()
        if not read:
            return
        yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)


def measured(open_frames: Callable[[str], Iterator[Any]], url: str, server: Any, options: argparse.Namespace) -> str:
    ages, first_ms, asked, cpu = [], 0.0, time.monotonic(), time.process_time()
    began = None
    for pixels in open_frames(url):
        now = time.monotonic()
        if began is None:
            began = float(server.stdout.readline())
            first_ms = (now - asked) * 1000
        ages.append((now - began - number_of(pixels) / options.per_s) * 1000)
        time.sleep(options.look_ms / 1000)
        if now - asked > options.seconds * 3:
            break
    share = (time.process_time() - cpu) / (time.monotonic() - asked)
    middle = sorted(ages)[len(ages) // 2]
    return (
        f"first frame after {first_ms:.0f} ms, {len(ages)} looked at, age of a frame: median {middle:.0f} ms, "
        f"last {ages[-1]:.0f} ms; {share:.0%} of a core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--per-s", type=float, default=30)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--look-ms", type=float, default=100)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    frames = min(1 << BITS, round(options.seconds * options.per_s))
    if options.serve:
        serve(frames, options.per_s, width, height)
        return
    print(f"{options.size} at {options.per_s:g} frames/s, {options.look_ms:g} ms for each look, {frames} frames sent")
    server = subprocess.Popen([sys.executable, __file__, "--serve", *sys.argv[1:]], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    url = f"http://127.0.0.1:{int(server.stdout.readline())}/video"
    numbered(0, width, height)  # what both load, numpy and Pillow and OpenCV, counts for neither
    import cv2  # noqa: F401

    for name, way in (("Hearsight", ours), ("cv2.VideoCapture", scripted)):
        print(f"{name:16} {measured(way, url, server, options)}", flush=True)
    server.terminate()
    server.wait()


if __name__ == "__main__":
    main()
