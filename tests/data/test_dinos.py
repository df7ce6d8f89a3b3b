"""Holds data/dinos.txt to its rules and to what data/README.md says of it."""

import csv
import hashlib
import re
import string
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
RAW = (DATA / "dinos.txt").read_bytes()
NAMES = RAW.decode("ascii", errors="replace").split("\n")[:-1]
README = (DATA / "README.md").read_text(encoding="utf-8")


def words(text):
    """The words of a text."""
    return text.split()


# The base's names, sorted, one a line: it pins all 1,318, so that no name can leave
# or join the list unrecorded.
BASE_SHA256 = "1e0eb863a53fee2fef59d47f376b6b9fc97a768ead33d7c443b3131a90995e72"

CLADE_ENDING = re.compile(
    r"(?:(?:id|in|oid|tetanur|avial)ae|oidea|forme?s|morph[as]|ischia|poda|phora"
    r"|(?:raptor|mimo)?sauria|raptora|cephalia|ornithes|dontia|theria|aves)$"
)
GENERA_LIKE_CLADES = {"mirischia"}

NOT_DINOSAURS = words(
    "dimetrodon edaphosaurus moschops lystrosaurus postosuchus saurosuchus desmatosuchus "
    "effigia deinosuchus sarcosuchus dakosaurus longisquama sharovipteryx euparkeria "
    "tanystropheus protorosaurus silesaurus asilisaurus lagerpeton marasuchus lagosuchus "
    "scleromochlus pteranodon pterodactylus rhamphorhynchus quetzalcoatlus dimorphodon "
    "mosasaurus tylosaurus plesiosaurus elasmosaurus kronosaurus liopleurodon "
    "ichthyosaurus shonisaurus nothosaurus placodus archelon megalania smilodon mammuthus "
    "basilosaurus hesperornis ichthyornis confuciusornis jeholornis gobipteryx avisaurus"
)

NOT_NAMES = words(
    "list informal dinosaur dinosaurs genus genera species name names unnamed unknown "
    "nomen nudum dubium see also none null nan todo test example placeholder rex"
)

GLUED = set()

# Two real genera that are a letter apart, or one of which is the other without one or
# two letters at an end. Any other such pair is a misspelt or cut name until shown not
# to be.
NEIGHBOURS = {
    tuple(pair.split("/"))
    for pair in words("""
    abelisaurus/eoabelisaurus abrosaurus/agrosaurus abrosaurus/barosaurus
    abrosaurus/fabrosaurus abrosaurus/labrosaurus agrosaurus/ugrosaurus
    alamosaurus/calamosaurus altirhinus/latirhinus alwalkeria/walkeria
    ammosaurus/amtosaurus anatosaurus/apatosaurus anchisaurus/tianchisaurus
    anoplosaurus/oplosaurus anoplosaurus/panoplosaurus aragosaurus/aralosaurus
    bagaceratops/vagaceratops berberosaurus/kerberosaurus
    brontosaurus/eobrontosaurus camposaurus/camptosaurus centrosaurus/eucentrosaurus
    centrosaurus/kentrosaurus ceratops/diceratops ceratops/eoceratops
    claosaurus/laosaurus coelosaurus/elosaurus cryptosaurus/dryptosaurus
    datanglong/datonglong diceratops/judiceratops dinotyrannus/sinotyrannus
    dyoplosaurus/oplosaurus eomamenchisaurus/mamenchisaurus eotrachodon/trachodon
    eotriceratops/triceratops euhelopus/helopus eustreptospondylus/streptospondylus
    fabrosaurus/labrosaurus fukuisaurus/fusuisaurus galveosaurus/galvesaurus
    ganzhousaurus/lanzhousaurus giganotosaurus/gigantosaurus gryposaurus/gyposaurus
    heishansaurus/peishansaurus hoplosaurus/oplosaurus indosaurus/inosaurus
    ingenia/ingentia inosaurus/jainosaurus inosaurus/orinosaurus
    inosaurus/sinosaurus inosaurus/spinosaurus jiangshanosaurus/jingshanosaurus
    jingshanosaurus/yingshanosaurus jintasaurus/uintasaurus kakuru/kuru kuru/kurupi
    lamaceratops/yamaceratops loncosaurus/longosaurus mojoceratops/ojoceratops
    morinosaurus/orinosaurus morosaurus/morrosaurus morosaurus/orosaurus
    morosaurus/torosaurus omosaurus/orosaurus orosaurus/torosaurus
    regnosaurus/segnosaurus shamosaurus/siamosaurus sinosaurus/spinosaurus
    tharosaurus/therosaurus torosaurus/torvosaurus ultrasauros/ultrasaurus
    wulong/xuwulong wulong/yulong
    """)
}


def rows(file):
    """The rows of a CSV file of the data folder, each a dictionary."""
    with (DATA / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ADDITIONS = rows("additions.csv")
REMOVED = rows("removed.csv")
ADDED_NAMES = [row["name"] for row in ADDITIONS]
REMOVED_NAMES = [row["name"] for row in REMOVED]
CORRECTIONS = {
    row["name"]: row["reason"].removeprefix("misspelling of ")
    for row in REMOVED
    if row["reason"].startswith("misspelling of ")
}


def base():
    """The names of the npm package, put together again from the records."""
    return (set(NAMES) - set(ADDED_NAMES)) | set(REMOVED_NAMES)


def readme_counts():
    """The table of counts in the README, as printed but without separators."""
    table = README.split("## Counts", 1)[1].split("\n## ", 1)[0]
    pairs = re.findall(r"^\| (.+?) \| ([\d.,]+) \|$", table, flags=re.MULTILINE)
    return {what: value.replace(",", "") for what, value in pairs}


def neighbours(names):
    """Pairs of names that look like one name and its misspelt or cut form."""
    known, pairs = set(names), set()
    for name in known:
        near = {name[:-2], name[2:]}
        for i in range(len(name)):
            head, tail = name[:i], name[i + 1 :]
            near.add(head + tail)
            near.add(head + tail[:1] + name[i] + tail[1:])
            near.update(head + letter + tail for letter in string.ascii_lowercase)
        pairs.update(tuple(sorted((name, other))) for other in near & known - {name})
    return pairs


def glued(names):
    """Names that are two other names of the list written together."""
    known = set(names)
    return {
        name
        for name in known
        if any(name[:i] in known and name[i:] in known for i in range(1, len(name)))
    }


def test_bytes():
    """Lower-case ASCII letters and LF only, and the last line is ended."""
    assert re.fullmatch(rb"(?:[a-z]+\n)+", RAW)


def test_sorted_and_unique():
    """Each name once, in order."""
    assert NAMES == sorted(set(NAMES))


def test_size_and_lengths():
    """Enough names to learn from, none of them a fragment or a sentence."""
    assert len(NAMES) >= 1400
    assert [name for name in NAMES if not 3 <= len(name) <= 30] == []


def test_every_letter_occurs():
    """The vocabulary of 27 needs every letter of the alphabet."""
    assert set("".join(NAMES)) == set(string.ascii_lowercase)


def test_not_the_course_list():
    """The project does not contain the list that courses distribute."""
    assert not hashlib.sha256(RAW).hexdigest().startswith("ad646562")


def test_readme_counts():
    """The README's counts are those of the files."""
    lengths = [len(name) for name in NAMES]
    letters = len(set("".join(NAMES)))
    assert readme_counts() == {
        "names in the base": str(len(base())),
        "removed from the base": str(len(REMOVED)),
        "of these, misspellings corrected": str(len(CORRECTIONS)),
        "added": str(len(ADDITIONS)),
        "names in the list": str(len(NAMES)),
        "different letters": str(letters),
        "vocabulary (the letters and the newline)": str(letters + 1),
        "letters in the shortest name": str(min(lengths)),
        "letters in the longest name": str(max(lengths)),
        "mean letters in a name": f"{sum(lengths) / len(lengths):.2f}",
        "bytes": str(len(RAW)),
    }


def test_base_is_whole():
    """List, additions and removals together give back exactly the base."""
    text = "".join(f"{name}\n" for name in sorted(base()))
    assert hashlib.sha256(text.encode("ascii")).hexdigest() == BASE_SHA256
    assert not base() & set(ADDED_NAMES)
    assert len(base()) - len(REMOVED) + len(ADDITIONS) == len(NAMES)


def test_additions():
    """Every addition is in the list and has an author and a plausible year."""
    assert ADDED_NAMES == sorted(set(ADDED_NAMES))
    assert set(ADDED_NAMES) <= set(NAMES)
    for row in ADDITIONS:
        assert list(row) == ["name", "author", "year"], row
        assert row["author"] and row["author"] == row["author"].strip(), row
        assert re.fullmatch(r"\d{4}", row["year"]), row
        assert 1820 <= int(row["year"]) <= 2026, row


def test_removed():
    """No removed name is in the list, and each has its reason."""
    assert REMOVED_NAMES == sorted(set(REMOVED_NAMES))
    assert set(REMOVED_NAMES) & set(NAMES) == set()
    for row in REMOVED:
        assert list(row) == ["name", "reason"], row
        assert row["reason"] and row["reason"] == row["reason"].strip(), row


def test_corrections():
    """The right form of a misspelt name is in the list."""
    assert {right for right in CORRECTIONS.values() if right not in NAMES} == set()


def test_no_clades():
    """No name ends as clades do, save the genera known to."""
    found = {name for name in NAMES if CLADE_ENDING.search(name)}
    assert found == GENERA_LIKE_CLADES


def test_no_strangers():
    """Other animals and plain words are not in the list."""
    assert {*NOT_DINOSAURS, *NOT_NAMES} & set(NAMES) == set()


def test_no_glued_names():
    """No name is two names run together."""
    assert glued(NAMES) == GLUED


def test_nothing_follows_a_full_ending():
    """No genus is glued to a species or to a word unknown to the list."""
    ending = re.compile(r"(saurus|raptor|ceratops|titan|venator|pelta|long)[a-z]{3,}$")
    genera = {
        "longosaurus",
        "ojoraptorsaurus",
        "titanoceratops",
        "titanomachya",
        "titanosaurus",
    }
    assert {name for name in NAMES if ending.search(name)} == genera


def test_no_cut_or_misspelt_names():
    """Names that look like a form of another are known to be genera."""
    assert neighbours(NAMES) == NEIGHBOURS


def test_detectors_detect():
    """The searches above find what they are for."""
    assert neighbours(["tyrannosauru", "tyrannosaurus"])
    assert neighbours(["tyrannosaur", "tyrannosaurus"])
    assert neighbours(["rannosaurus", "tyrannosaurus"])
    assert neighbours(["tyranosaurus", "tyrannosaurus"])
    assert neighbours(["tyrannosuarus", "tyrannosaurus"])
    assert not neighbours(["allosaurus", "tyrannosaurus"])
    assert all(map(CLADE_ENDING.search, ["theropoda", "ankylosauria", "spinosauridae"]))
    assert glued(["kol", "mei", "kolmei"]) == {"kolmei"}
