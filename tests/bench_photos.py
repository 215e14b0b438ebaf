"""How fast a photo is scanned, as a ratio to OpenCV's time, measured in the same run, in turns.

The photos are made up: a card held askew, uneven light, a blur of a pixel, noise, JPEG. Both are given the bytes of the
file; eventkit reads them in its process for pictures, so that the way there and back is part of it.
"""

from __future__ import annotations

import importlib.util
import io
import random
import statistics
import time

from PIL import Image, ImageChops, ImageFilter

from eventkit_cards.looking.process import Decoder
from eventkit_cards.qr import make_code

ROUNDS = 3
PHOTOS = 12
LARGE = (2_000, 1_500)
MILLISECONDS = 100


def main() -> None:
    """Measure, and print a line for each goal."""
    with Decoder() as decoder:
        decoder.read(photo(0))
        megapixel(decoder)
        pictures = [photo(seed, LARGE) for seed in range(PHOTOS)]
        seconds = [took(lambda data=data: decoder.read(data))[0] for _ in range(ROUNDS) for data in pictures]
    median = statistics.median(seconds) * 1000
    print(f"{'a photo of 2,000 x 1,500 pixels, in milliseconds':58}{median:9.3g}  at most {MILLISECONDS}")


def megapixel(decoder: Decoder) -> None:
    """Photos of 1.2 megapixels, to OpenCV's time where it is there."""
    if importlib.util.find_spec("cv2") is None:
        print("opencv-python-headless is not installed: reading a photo is not compared")
        return
    import cv2
    import numpy as np

    detector = cv2.QRCodeDetector()

    def by_opencv(data: bytes) -> bool:
        return bool(detector.detectAndDecode(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))[0])

    ratios, found, theirs = [], 0, 0
    pictures = [photo(seed) for seed in range(PHOTOS)]
    for _ in range(ROUNDS):
        for data in pictures:
            ours, seen = took(lambda data=data: bool(decoder.read(data).codes))
            anchor, also = took(lambda data=data: by_opencv(data))
            ratios.append(ours / anchor)
            found, theirs = found + seen, theirs + also
    print(f"{'a photo of 1.2 megapixels, to OpenCV':58}{statistics.median(ratios):9.3g}  at most 0.2")
    print(f"photos read: {found / len(ratios):.0%}, by OpenCV {theirs / len(ratios):.0%}")


def took(job):
    """The seconds of a job, and what it gave."""
    begun = time.perf_counter()
    given = job()
    return time.perf_counter() - begun, given


def photo(seed: int, size: tuple[int, int] = (1_280, 960)) -> bytes:
    """Somebody's card, photographed."""
    chance = random.Random(seed)
    wide, high = size
    text = (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Ann{seed};;;\r\nFN:Ann{seed} Doe\r\nORG:Riverbank\r\n"
        f"EMAIL:ann{seed}@example.org\r\nURL:https://example.org/{seed}\r\nEND:VCARD\r\n"
    )
    with Image.open(io.BytesIO(make_code(text, lambda: text).png())) as drawn:
        side = chance.randint(high // 3, high // 2)
        card = drawn.convert("L").resize((side, side))
    card = card.rotate(chance.uniform(-30, 30), Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    scene = Image.linear_gradient("L").resize(size).point([90 + value // 3 for value in range(256)])
    place = (chance.randint(0, wide - card.width), chance.randint(0, high - card.height))
    scene.paste(card.point([40 + value * 7 // 10 for value in range(256)]), place)
    noise = Image.frombytes("L", size, chance.randbytes(wide * high)).point([112 + value // 8 for value in range(256)])
    seen = ImageChops.add(scene.filter(ImageFilter.GaussianBlur(1)), noise, 1, -128)
    buffer = io.BytesIO()
    seen.convert("RGB").save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
