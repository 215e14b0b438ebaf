"""The squares of a QR code (ISO/IEC 18004), the very same that qrcode makes, in a twentieth of its time.

qrcode builds the matrix eight times, square by square, and scores each to choose the mask. Here a matrix is one whole
number, a bit for each square, row after row: what is to be scored is seen by shifting and counting bits. Error
correction divides by tables. A test holds that the squares are qrcode's own, at every level and size.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from qrcode import QRCode, base, exceptions, util

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MASKS = 8
_PERIOD = 12
_PADDING = (0xEC, 0x11)
_DIGIT_BITS = (0, 4, 7)
_BIT_OF = bytes.maketrans(b"01", b"\0\1")


class QuickCode(QRCode[Any]):  # type: ignore[misc]  # qrcode tells no types
    """qrcode's own class, with the three steps that take its time done otherwise."""

    data_cache: list[int] | None

    def best_fit(self, start: int | None = None) -> int:
        """The smallest version from ``start`` that holds the data; raises ``DataOverflowError`` where none does."""
        version = start or 1
        while version <= 40:  # noqa: PLR2004  # the largest there is
            sizes = util.mode_sizes_for_version(version)
            needed = sum(4 + sizes[data.mode] + _bits_in(data) for data in self.data_list)
            limits = util.BIT_LIMIT_TABLE[self.error_correction]
            version = next((one for one in range(version, 41) if limits[one] >= needed), 41)
            if version <= 40 and util.mode_sizes_for_version(version) is sizes:  # noqa: PLR2004  # see above
                self.version = version
                return version
        raise exceptions.DataOverflowError

    def best_mask_pattern(self) -> int:
        """The mask whose squares are penalised least, the first of several."""
        plan = _plan(self.version)
        bits = self._placed()
        scores = [_penalty(bits ^ mask | plan.fixed, plan) for mask in plan.masks]
        return scores.index(min(scores))

    def makeImpl(self, test: bool, mask_pattern: int) -> None:  # noqa: FBT001, N802  # as qrcode has it
        """Fill ``modules``, with the mask."""
        plan = _plan(self.version)
        self.modules_count = size = plan.size
        bits = self._placed() ^ plan.masks[mask_pattern] | plan.fixed
        row_by_row = f"{bits:0{size * size}b}"[::-1].encode().translate(_BIT_OF)
        self.modules = [list(map(bool, row_by_row[start : start + size])) for start in range(0, size * size, size)]
        self.setup_type_info(test, mask_pattern)
        if self.version >= 7:  # noqa: PLR2004  # from there on a code tells its version
            self.setup_type_number(test)

    def _placed(self) -> int:
        """The data with its error correction, each bit where it belongs, before any mask; asked for twice a code."""
        plan = _plan(self.version)
        if self.data_cache is None:
            self.data_cache = _codewords(self.data_list, self.version, self.error_correction)
        known = self.__dict__.get("_placed_before")
        if known is None or known[0] is not self.data_cache:
            stream = f"{int.from_bytes(self.data_cache, 'big'):0{8 * len(self.data_cache)}b}".ljust(plan.places, "0")
            known = self._placed_before = (self.data_cache, int("".join(plan.scatter(stream + "0")), 2))
        return known[1]


class _Plan(NamedTuple):
    """What all codes of a version have in common; a bit of a number is a square, the lowest the one at the top left."""

    size: int
    places: int
    """How many squares hold data."""
    scatter: Callable[[str], tuple[str, ...]]
    """From the bits of the data, and a 0 after them, those of all squares, the last square first."""
    fixed: int
    masks: tuple[int, ...]
    within: tuple[int, int]
    """Squares that have a neighbour to the right, and one below."""
    room: tuple[int, int]
    """Squares from which eleven in a row go to the right, and downwards."""


@lru_cache(maxsize=40)
def _plan(version: int) -> _Plan:
    blank: QRCode[Any] = QRCode(version=version)
    blank.data_cache = []
    blank.map_data = lambda *_: None
    blank.makeImpl(True, 0)  # noqa: FBT003  # as qrcode has it
    size, squares = blank.modules_count, blank.modules
    order = _order(squares, size)
    place = dict(zip(order, range(len(order)), strict=True))
    reversed_places = [place.get(square, len(order)) for square in range(size * size - 1, -1, -1)]
    fixed = int("".join("01"[bool(square)] for row in squares for square in row)[::-1], 2)
    free = int("".join("01"[square is None] for row in squares for square in row)[::-1], 2)
    masks = [_mask(pattern, size) & free for pattern in range(MASKS)]
    rows = sum(1 << row * size for row in range(size))
    return _Plan(
        size=size,
        places=len(order),
        scatter=itemgetter(*reversed_places),
        fixed=fixed,
        masks=tuple(masks),
        within=(rows * ((1 << size - 1) - 1), (1 << size * (size - 1)) - 1),
        room=(rows * ((1 << size - 10) - 1), (1 << size * (size - 10)) - 1),
    )


def _mask(pattern: int, size: int) -> int:
    """The squares that a mask inverts; all masks repeat themselves after 12 rows and 12 columns."""
    inverts = util.mask_func(pattern)
    rows = []
    for row in range(_PERIOD):
        bits = "".join("01"[inverts(row, column)] for column in range(_PERIOD))
        rows.append((bits * (size // _PERIOD + 1))[:size])
    return int("".join(rows[row % _PERIOD] for row in range(size))[::-1], 2)


def _order(squares: Sequence[Sequence[bool | None]], size: int) -> list[int]:
    """The squares that are free for data, in the order in which it fills them: upwards and downwards, two by two."""
    order = []
    row, step = size - 1, -1
    for right in range(size - 1, 0, -2):
        column = right - 1 if right <= 6 else right  # noqa: PLR2004  # the column of the timing pattern holds no data
        while 0 <= row < size:
            order += [row * size + one for one in (column, column - 1) if squares[row][one] is None]
            row += step
        row, step = row - step, -step
    return order


def _penalty(bits: int, plan: _Plan) -> int:
    """What a matrix is marked down by: long runs, blocks, what looks like a finder pattern, too much of one colour."""
    size = plan.size
    points = 0
    alike = []
    light = ~bits & ((1 << size * size) - 1)
    for step, within, room in ((1, plan.within[0], plan.room[0]), (size, plan.within[1], plan.room[1])):
        same = ~(bits ^ bits >> step) & within
        alike.append(same)
        three = same & same >> step
        five = three & three >> 2 * step
        points += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
        two_light = light & light >> step
        four_light = two_light & two_light >> 2 * step
        dark = bits & bits >> 6 * step & light >> step & light >> 5 * step
        finder = dark & bits >> 2 * step & bits >> 3 * step & bits >> 4 * step
        found = (finder & four_light >> 7 * step & room).bit_count() + (
            four_light & finder >> 4 * step & room
        ).bit_count()
        points += 40 * found
    points += 3 * (alike[0] & alike[0] >> size & alike[1]).bit_count()
    percent = bits.bit_count() / size**2
    return points + 10 * int(abs(percent * 100 - 50) / 5)


def _bits_in(data: util.QRData) -> int:
    """How many bits a segment takes, without its head."""
    length = len(data)
    if data.mode == util.MODE_NUMBER:
        return 10 * (length // 3) + _DIGIT_BITS[length % 3]
    return 11 * (length // 2) + 6 * (length % 2) if data.mode == util.MODE_ALPHA_NUM else 8 * length


def _codewords(segments: Sequence[util.QRData], version: int, level: int) -> list[int]:
    """The bytes of the code: the data in blocks, and after it the error correction of each block, in turns."""
    blocks = base.rs_blocks(version, level)
    room = sum(block.data_count for block in blocks)
    number = length = 0
    for data in segments:
        size = util.length_in_bits(data.mode, version)
        number = (number << 4 | data.mode) << size | len(data)
        length += 4 + size + _bits_in(data)
        number = number << _bits_in(data) | _value_of(data)
    if length > 8 * room:
        raise exceptions.DataOverflowError
    end = min(4, 8 * room - length)  # the terminator, then to a full byte
    end += -(length + end) % 8
    content = (number << end).to_bytes((length + end) // 8, "big")
    content += bytes(_PADDING[at % 2] for at in range(room - len(content)))
    parts, checks, start = [], [], 0
    for block in blocks:
        part = content[start : start + block.data_count]
        start += block.data_count
        parts.append(part)
        checks.append(_check_bytes(part, block.total_count - block.data_count))
    return [part[at] for of in (parts, checks) for at in range(max(map(len, of))) for part in of if at < len(part)]


def _value_of(data: util.QRData) -> int:
    """The bits of a segment as a number."""
    if data.mode == util.MODE_8BIT_BYTE:
        return int.from_bytes(data.data, "big")
    buffer = util.BitBuffer()
    data.write(buffer)
    spare = -len(buffer) % 8
    return int.from_bytes(bytes(buffer.buffer), "big") >> spare


def _check_bytes(data: bytes, count: int) -> bytes:
    """The remainder of the data by the generator polynomial of so many bytes (Reed-Solomon over GF(256))."""
    table = _division(count)
    rest, top, low = 0, 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    for byte in data:
        rest = (rest & low) << 8 ^ table[byte ^ rest >> top]
    return rest.to_bytes(count, "big")


@lru_cache(maxsize=40)
def _division(count: int) -> list[int]:
    """What each first byte takes away from the rest: the generator polynomial times the byte, without its head."""
    generator = [1]
    for power in range(count):
        root = base.gexp(power)
        shifted = [*generator, 0]
        generator = [one ^ _times(other, root) for one, other in zip(shifted, [0, *generator], strict=True)]
    table = [0]
    for bit in range(8):
        taken = int.from_bytes(bytes(_times(one, 1 << bit) for one in generator[1:]), "big")
        table += [known ^ taken for known in table]
    return table


def _times(one: int, other: int) -> int:
    """The product in GF(256)."""
    return int(base.gexp(base.glog(one) + base.glog(other))) if one and other else 0
