# Tries: a zip and a tar beside the notebook with names that lead out of the folder, links, absolute
#   names, names that differ in case, and a bomb.
# Kind: harm
# Stock: no
# Quick: yes
import io
import tarfile
import zipfile


def attack(notebook, folder, course):
    names = ["../../../attack-litter", "/tmp/attack-litter-zip", "..\\..\\attack-litter", "a/../../b",
             "C:/attack-litter", "dinosaur_land.ipynb", "Dinosaur_Land.ipynb", "x\x00y"]  # fmt: skip
    for name in ("dinosaur_land.zip", "submission.zip"):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside in names:
                archive.writestr(inside, "litter")
            archive.writestr("bomb", bytes(200_000_000))
            link = zipfile.ZipInfo("link")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "/etc/passwd")
    with tarfile.open(folder / "dinosaur_land.tar.gz", "w:gz") as archive:
        for inside in names:
            entry = tarfile.TarInfo(inside.replace("\x00", ""))
            entry.size = 6
            archive.addfile(entry, io.BytesIO(b"litter"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../gradebook.db"
        archive.addfile(link)
    return notebook
