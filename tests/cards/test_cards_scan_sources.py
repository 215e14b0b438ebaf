"""Where codes come from beside pictures by name: folders, PDFs, standard input, texts, the clipboard, a camera."""

import shutil
import subprocess
import sys

import pytest
from PIL import Image

ADA = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nEMAIL:ada@example.org\r\nEND:VCARD\r\n"
BO = "MECARD:N:Larsen,Bo;EMAIL:bo@example.org;;"


def found(run, *arguments, code=0, **options):
    rows = run("scan", *arguments, "--yes", "--format", "json", code=code, **options).json
    return [(one["file"], one["person"], one["action"]) for one in rows]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program of the test's own first on the path, written in Python."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def install(name, source):
        file = folder / name
        file.write_text(f"#!{sys.executable}\nimport sys\n{source}\n")
        file.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return install


def test_folder_is_read_by_name_and_only_its_pictures(eventkit_run, picture, tmp_path):
    folder = tmp_path / "badges"
    folder.mkdir()
    for name, text in (("b.PNG", BO), ("A.png", ADA), (".hidden.png", BO)):
        shutil.move(picture("code.png", text), folder / name)
    (folder / "notes.txt").write_text("no picture")
    (folder / "c.png").mkdir()
    assert found(eventkit_run, folder) == [
        (str(folder / "A.png"), "Ada Lovelace", "added"),
        (str(folder / "b.PNG"), "Bo Larsen", "added"),
    ]


def test_broken_picture_in_a_folder_costs_itself_only(eventkit_run, picture, tmp_path):
    folder = tmp_path / "badges"
    folder.mkdir()
    shutil.move(picture("code.png", ADA), folder / "b.png")
    (folder / "a.png").write_bytes(b"")
    (folder / "c.jpg").write_bytes(b"%!PS-Adobe")
    assert found(eventkit_run, folder, code=3) == [(str(folder / "b.png"), "Ada Lovelace", "added")]


def test_pages_of_a_pdf_are_named(eventkit_run, picture, tmp_path):
    pytest.importorskip("pypdfium2", reason="pypdfium2, which reads PDFs, is not installed")
    pages = [Image.open(picture(f"{name}.png", text)).convert("L") for name, text in (("a", ADA), ("b", BO))]
    file = tmp_path / "badges.pdf"
    pages[0].save(file, save_all=True, append_images=pages[1:])
    assert found(eventkit_run, file) == [
        (f"{file}, page 1", "Ada Lovelace", "added"),
        (f"{file}, page 2", "Bo Larsen", "added"),
    ]


def test_card_made_as_a_pdf_here_is_read(eventkit_run, eventkit_home, tmp_path):
    pytest.importorskip("pypdfium2", reason="pypdfium2, which reads PDFs, is not installed")
    eventkit_run("me", "--name", "Zoë Ångström", "--email", "zoe@example.org")
    eventkit_run("card", "--pdf", tmp_path / "zoe.pdf")
    other = eventkit_home.parent / "other"
    ran = eventkit_run("--home", other, "scan", tmp_path / "zoe.pdf", "--yes", "--format", "json")
    assert [(one["person"], one["action"]) for one in ran.json] == [("Zoë Ångström", "added")]


def test_text_is_scanned_as_a_code_is(eventkit_run):
    texts = ("--text", ADA, "--text", "Bo Larsen <bo@example.org>")
    assert found(eventkit_run, *texts) == [
        ("the text", "Ada Lovelace", "added"),
        ("the text", "Bo Larsen", "added"),
    ]


def test_text_on_standard_input_is_scanned(eventkit_run):
    assert found(eventkit_run, "-", input=BO) == [("standard input", "Bo Larsen", "added")]


def test_nothing_on_standard_input_is_said(eventkit_run):
    assert eventkit_run("scan", "-", code=3).stderr == "eventkit: standard input: is empty\n"


@pytest.mark.usefixtures("eventkit_home")
@pytest.mark.parametrize(("data", "code"), [(None, 0), (b"\x00\xff\xfe rubbish", 3)], ids=["picture", "rubbish"])
def test_picture_on_standard_input_is_scanned(picture, data, code):
    command = [sys.executable, "-m", "eventkit", "scan", "-", "--yes", "--format", "csv"]
    data = picture("a.png", ADA).read_bytes() if data is None else data
    ran = subprocess.run(command, input=data, capture_output=True, check=False)
    assert ran.returncode == code
    assert (b"Ada Lovelace" in ran.stdout) == (code == 0)
    assert (b"is neither a picture" in ran.stderr) == (code == 3)


def test_card_file_is_sent_to_import(eventkit_run, tmp_path):
    file = tmp_path / "ada.vcf"
    file.write_bytes(ADA.encode())
    ran = eventkit_run("scan", file, code=3)
    assert ran.stderr == f"eventkit: {file}: is no picture: `eventkit import` reads cards and agendas\n"


# --- the clipboard ----------------------------------------------------------------------------------------

linux = pytest.mark.skipif(sys.platform != "linux", reason="the clipboard of Wayland and X11")

CLIPBOARD = """
kinds = {kinds!r}
wanted = sys.argv[-1] if sys.argv[-1] in kinds else sys.argv[-2]
if "--list-types" in sys.argv or "TARGETS" in sys.argv:
    print(*kinds, sep="\\n")
elif wanted in kinds:
    sys.stdout.buffer.write(open(kinds[wanted], "rb").read())
else:
    sys.exit(1)
"""


@linux
@pytest.mark.parametrize("tool", ["wl-paste", "xclip"])
def test_picture_in_the_clipboard_is_scanned(eventkit_run, program, picture, tool):
    program(tool, CLIPBOARD.format(kinds={"image/png": str(picture("a.png", ADA)), "text/html": "none"}))
    assert found(eventkit_run, "--clipboard") == [("the clipboard", "Ada Lovelace", "added")]


@linux
@pytest.mark.parametrize("tool", ["wl-paste", "xclip"])
def test_text_in_the_clipboard_is_scanned(eventkit_run, program, tmp_path, tool):
    (tmp_path / "text").write_text(BO)
    program(tool, CLIPBOARD.format(kinds={"text/plain": str(tmp_path / "text")}))
    assert found(eventkit_run, "--clipboard") == [("the clipboard", "Bo Larsen", "added")]


@linux
def test_files_that_were_copied_are_scanned(eventkit_run, program, picture, tmp_path):
    file = picture("a b.png", ADA)
    (tmp_path / "list").write_text(f"{file.as_uri()}\r\n")
    program("wl-paste", CLIPBOARD.format(kinds={"text/uri-list": str(tmp_path / "list")}))
    assert found(eventkit_run, "--clipboard") == [(str(file), "Ada Lovelace", "added")]


@linux
def test_empty_clipboard_is_said(eventkit_run, program):
    program("wl-paste", "sys.exit(1)")
    ran = eventkit_run("scan", "--clipboard", code=3)
    assert ran.stderr == "eventkit: the clipboard: has no picture and no text in it\n"


@linux
def test_clipboard_without_a_program_says_which(eventkit_run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "without wl-paste (wl-clipboard) or xclip" in eventkit_run("scan", "--clipboard", code=3).stderr


# --- a camera ---------------------------------------------------------------------------------------------


@linux
def test_camera_is_looked_at_until_there_is_a_code(eventkit_run, program, picture, tmp_path):
    Image.new("RGB", (300, 300), "white").save(tmp_path / "wall.jpg")
    with Image.open(picture("a.png", ADA)) as drawn:
        drawn.convert("RGB").save(tmp_path / "ada.jpg")
    frames = [str(tmp_path / name) for name in ("wall.jpg", "ada.jpg", "wall.jpg")]
    program("ffmpeg", f"for frame in {frames!r}:\n    sys.stdout.buffer.write(open(frame, 'rb').read())")
    (tmp_path / "video0").touch()
    assert found(eventkit_run, "--camera", tmp_path / "video0") == [("the camera", "Ada Lovelace", "added")]


@linux
def test_camera_that_sees_no_code_is_said(eventkit_run, program, tmp_path):
    Image.new("RGB", (300, 300), "white").save(tmp_path / "wall.jpg")
    program("ffmpeg", f"sys.stdout.buffer.write(open({str(tmp_path / 'wall.jpg')!r}, 'rb').read())")
    (tmp_path / "video0").touch()
    ran = eventkit_run("scan", "--camera", tmp_path / "video0")
    assert ran.stderr.splitlines()[-1] == "the camera: no QR code found"


@linux
def test_camera_that_fails_is_said(eventkit_run, program, tmp_path):
    program("ffmpeg", "sys.exit('device is busy')")
    (tmp_path / "video0").touch()
    ran = eventkit_run("scan", "--camera", tmp_path / "video0", code=3)
    assert ran.stderr.splitlines()[1] == f"eventkit: --camera: {tmp_path / 'video0'} gives no picture: device is busy"


@linux
def test_camera_that_is_not_there_is_said(eventkit_run, tmp_path):
    ran = eventkit_run("scan", "--camera", tmp_path / "video9", code=3)
    assert ran.stderr.startswith(f"eventkit: --camera: there is no camera at {tmp_path / 'video9'}; take a photo")
