"""Pictures from a camera: by ffmpeg, which knows those of every system, or by OpenCV where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventkit.api import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = {"linux": "/dev/video0", "darwin": "0"}
_INPUT = {"linux": "v4l2", "darwin": "avfoundation"}
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_LARGEST = 20_000_000
_PIECE = 65_536


def frames(device: str, seconds: float) -> Iterator[bytes]:
    """Pictures (JPEG) as they come, until so many seconds are over; raises ``InputError`` where there is no camera."""
    device = device or _FIRST.get(sys.platform, "0")
    if sys.platform == "linux" and not Path(device).exists():
        message = f"--camera: there is no camera at {device}; take a photo with your phone, and scan that"
        raise InputError(message)
    if shutil.which("ffmpeg") and sys.platform in _INPUT:
        return _by_ffmpeg(device, seconds)
    try:
        import cv2  # type: ignore[import-not-found, unused-ignore]  # whoever has it
    except ImportError as error:
        message = (
            "--camera: needs ffmpeg, or eventkit-companion[camera], to get at the camera; "
            "or take a photo with your phone, and scan that"
        )
        raise InputError(message) from error
    return _by_opencv(cv2, device, seconds)


def _by_ffmpeg(device: str, seconds: float) -> Iterator[bytes]:
    command = [
        *("ffmpeg", "-loglevel", "error", "-nostdin", "-f", _INPUT[sys.platform], "-i", device),
        *("-t", f"{seconds:g}", "-r", "4", "-q:v", "3", "-f", "image2pipe", "-c:v", "mjpeg", "-"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603  # as above
        assert running.stdout is not None  # as it was started
        late = threading.Timer(seconds + 10, running.kill)  # a camera that gives nothing must not keep us
        late.start()
        given = False
        try:
            held = b""
            while piece := running.stdout.read1(_PIECE):  # type: ignore[attr-defined]  # a pipe is buffered
                held = (held + piece)[-_LARGEST:]
                while (end := held.find(_END)) >= 0:
                    begin = held.find(_BEGIN)
                    picture, held = held[max(0, begin) : end + 2], held[end + 2 :]
                    given = True
                    yield picture
        finally:
            late.cancel()
            running.kill()
            complaint = running.stderr.read().decode("utf-8", "replace").strip() if running.stderr else ""
    if not given:
        message = f"--camera: {device} gives no picture: {complaint.splitlines()[-1] if complaint else 'it is silent'}"
        raise InputError(message)


def _by_opencv(vision: Any, device: str, seconds: float) -> Iterator[bytes]:  # noqa: ANN401  # OpenCV, which may be absent
    import time  # only where a camera is read so

    camera = vision.VideoCapture(int(device) if device.isdecimal() else device)
    until = time.monotonic() + seconds
    try:
        if not camera.isOpened():
            message = f"--camera: the camera {device} cannot be opened"
            raise InputError(message)
        while time.monotonic() < until:
            there, picture = camera.read()
            if not there:
                break
            yield vision.imencode(".jpg", picture)[1].tobytes()
    finally:
        camera.release()
