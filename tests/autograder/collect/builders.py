"""Downloads in the forms that the platforms document, made from people and contents."""

import csv
import io
import struct
import time
import unicodedata
import zipfile

NAME = "dinosaur_land"
HOURS = 3_600
MAY = 1_777_629_600  # 2026-05-01 10:00:00 UTC


def notebook(text="answer"):
    """Bytes of a small notebook, another one for each text."""
    return (
        '{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": '
        f'"{text}"}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    ).encode()


def zipped(path, entries, compression=zipfile.ZIP_DEFLATED):
    """A zip of names, contents and times; a name may be a ZipInfo."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content, when in entries:
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            entry.date_time = time.gmtime(when)[:6]
            entry.extra += struct.pack("<HHBi", 0x5455, 5, 1, when)
            entry.compress_type = compression
            archive.writestr(entry, content)
    return path


def squeezed(name):
    """A sortable name as Canvas writes it into a file's name."""
    kept = (c for c in name.lower() if c == "_" or unicodedata.category(c)[0] in "LMN")
    return "".join(kept)


def canvas_name(name, user, number, file=f"{NAME}.ipynb", late=False):
    """The name of one file in Canvas's download."""
    return "_".join([squeezed(name), *["LATE"] * late, str(user), str(number), file])


def canvas(path, files, when=MAY):
    """Canvas's submissions.zip, whose members all carry the moment of the download.

    Each file is a dict of `canvas_name`'s arguments, with ``content`` and perhaps ``when``.
    """
    entries = []
    for i, file in enumerate(files):
        file = dict(file)
        content, moment = file.pop("content"), file.pop("when", when + i // 50)
        entries.append((canvas_name(**file), content, moment))
    return zipped(path, entries)


def moodle(path, people, when=MAY, ending="", flat=False):
    """Moodle's zip: each person is name, participant and a dict of files."""
    entries = []
    for name, number, files in people:
        prefix = f"{name.replace('_', ' ')}_{number}_assignsubmission_file{ending}"
        for inner, content in files.items():
            entries.append((f"{prefix}{'_' if flat else '/'}{inner}", content, when))
    return zipped(path, entries)


def inbound(folder, student, when, content, random="", assignment=NAME):
    """A submission in the exchange of nbgrader."""
    stamp = time.strftime("%Y-%m-%d %H:%M:%S.250000 UTC", time.gmtime(when))
    place = folder / "inbound" / "+".join([student, assignment, stamp, *[random] * bool(random)])
    place.mkdir(parents=True)
    (place / f"{NAME}.ipynb").write_bytes(content)
    (place / "timestamp.txt").write_text(stamp)
    return place


def table(path, header, rows, delimiter=",", encoding="utf-8"):
    """A CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def tree(folder):
    """Content of every file below a folder, by its path, and None for empty folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }
