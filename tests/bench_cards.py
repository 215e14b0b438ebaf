"""How fast a card is made, as ratios to the libraries that could make it, measured in the same run, in turns.

The anchors: the `qr` command of qrcode that writes the same picture; qrcode's own matrix of a card of 300 bytes; bare
writes of zxing-cpp, a picture each, for a sheet of badges, which is read back one by one and has names; and OpenCV's
reader for a photo, where that is installed (`bench_photos`).
"""

from __future__ import annotations

import random
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import bench_photos
import bench_search
from bench_timing import Bench

from eventkit.api import ContactPoint, create_app, list_people, my_card
from eventkit_cards.badges import shown_of
from eventkit_cards.contents import profiles, written
from eventkit_cards.writing import payload

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
BADGES = 1_000
CARD_BYTES = 300
QR = Path(sys.executable).with_name("qr")
ME = ("--name", "Robin Nowak", "--organization", "Northpier", "--title", "Engineer", "--email", "robin@example.org")


def main(folder: Path) -> None:
    """Measure, and print a line for each goal."""
    bench = Bench()
    one_card(bench, folder)
    matrix(bench)
    sheet(bench, folder)
    bench_photos.main()
    bench.summary()


def one_card(bench: Bench, folder: Path) -> None:
    """A card as a whole command, and the same text by the `qr` command."""
    home, picture = folder / "robin", folder / "card.png"
    bench.run("me", "me", *ME, "--phone", "+49 30 1234567", "--url", "https://example.org/robin", home=home)
    app = create_app(home)
    text = payload(app, my_card(app))
    app.close()
    bench.run("card", "card", "--png", picture, home=home)
    bench.seconds.clear()
    for _ in range(ROUNDS):
        bench.time("qr", [str(QR), f"--output={folder / 'qr.png'}", text])
        bench.run("card", "card", "--png", picture, home=home)
    bench.compare("`card --png`, read back and checked, to `qr`", ["card"], ["qr"], 1.3)


def matrix(bench: Bench) -> None:
    """The squares of a card of 300 bytes."""
    from qrcode import QRCode, constants

    from eventkit_cards.matrix import QuickCode

    random_ = random.Random(7)

    def make(kind: Callable[..., QRCode], data: bytes) -> None:
        code = kind(error_correction=constants.ERROR_CORRECT_M)
        code.add_data(data, optimize=0)
        code.make()

    make(QuickCode, bytes(CARD_BYTES))  # what all codes of a version have in common is kept
    for _ in range(5 * ROUNDS):
        data = random_.randbytes(CARD_BYTES)
        timed(bench, "plain matrix", partial(make, QRCode, data))
        timed(bench, "matrix", partial(make, QuickCode, data))
    bench.compare("squares of 300 bytes, to qrcode's own", ["matrix"], ["plain matrix"], 0.1)


def sheet(bench: Bench, folder: Path) -> None:
    """A sheet of a thousand badges, each read back in four ways, and as many codes written and no more."""
    import zxingcpp

    home = folder / "badges"
    app = create_app(home)
    bench_search.fill(app, BADGES)
    people = list_people(app, "has:email")
    with app.change("say more of them") as change:
        for person in people:
            app.store.people.update(change, person.id, title="Engineer of looms and wheels")
            profile = ContactPoint(kind="handle", value=f"badge-{person.id}", platform="github")
            page = ContactPoint(kind="url", value=f"https://example.org/people/{person.id}")
            app.store.people.add_points(change, person.id, [profile, page])
    profile_of = profiles(app)
    shown = [shown_of(app, person, None, mine=False) for person in list_people(app, "has:email")]
    texts = [written(person, "3.0", profile_of) for person in shown]
    app.close()
    print(f"{len(texts):,} badges, of {sum(map(len, texts)) // len(texts)} bytes each")

    def write_all() -> None:
        for text in texts:
            barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
            memoryview(barcode.to_image(scale=4))

    for _ in range(3):
        timed(bench, "bare writes", write_all)
        bench.run("sheet", "card", "sheet", folder / "badges.pdf", "--who", "has:email", home=home)
    bench.compare(f"a sheet of {BADGES:,} badges, to as many bare zxing-cpp writes", ["sheet"], ["bare writes"], 5)


def timed(bench: Bench, name: str, job: Callable[[], None]) -> None:
    """Time something within this process."""
    begun = time.perf_counter()
    job()
    bench.seconds.setdefault(name, []).append(time.perf_counter() - begun)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        main(Path(made))
