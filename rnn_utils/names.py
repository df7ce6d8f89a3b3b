"""Names as text and as indices: reading a list, printing a sample."""

import unicodedata
from pathlib import Path

MAX_NAME_LENGTH = 200


def read_names(path):
    """Read a list of names, one a line.

    Parameters
    ----------
    path : str or Path
        A UTF-8 text file. Windows line ends, a byte order mark, blank lines and spaces around a
        name are tolerated.

    Returns
    -------
    list of str
        The names in lower case, in the file's order.

    Raises
    ------
    ValueError
        If the file is not UTF-8, holds fewer than two names, or a name is longer than
        `MAX_NAME_LENGTH` characters or holds a control character. The message is one sentence
        for the person who made the list.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 text (byte {error.start} cannot be read): "
            "save it as UTF-8 and try again."
        ) from None
    # NFC: an accent typed as a separate character would be a symbol of its own to the network.
    # After lower(): some small letters have an accented form where the capital has none.
    lines = unicodedata.normalize("NFC", text.lower()).split("\n")
    names = []
    for number, line in enumerate(lines, start=1):
        name = line.strip()  # also of the \r in the line ends of Windows
        if len(name) > MAX_NAME_LENGTH:
            raise ValueError(
                f"{path.name}, line {number}: a name of {len(name)} characters is longer than "
                f"{MAX_NAME_LENGTH}; is there one name a line?"
            )
        if any(unicodedata.category(character) == "Cc" for character in name):
            raise ValueError(
                f"{path.name}, line {number}: the name holds a control character (such as a tab); "
                "keep one plain name a line."
            )
        if name:
            names.append(name)
    if not names:
        raise ValueError(f"{path.name} is empty: put at least two names into it, one a line.")
    if len(set(names)) < 2:
        raise ValueError(f"{path.name} holds only one name: put at least two into it, one a line.")
    return names


def load_data(filename):
    """Find `filename` in the nearest ``data`` folder and return its names as one text.

    Parameters
    ----------
    filename : str
        Name of a file in the folder ``data`` beside the notebook or in a folder above it.

    Returns
    -------
    str
        The names in lower case, each followed by a newline.

    Raises
    ------
    FileNotFoundError
        If no ``data`` folder here or above has the file.
    ValueError
        If the list cannot be used, see `read_names`.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        path = folder / "data" / filename
        if path.is_file():
            return "".join(name + "\n" for name in read_names(path))
    raise FileNotFoundError(
        f"There is no data/{filename} here or in a folder above: start the notebook in the folder "
        "that you unpacked, with its folder data beside it."
    )


def get_sample(sample_ix, ix_to_char):
    """Spell sampled indices out as a name with a capital letter.

    Parameters
    ----------
    sample_ix : list of int
        Indices of characters, usually with the newline's at the end.
    ix_to_char : dict of int to str
        The vocabulary.

    Returns
    -------
    str
        The characters joined, the first one in upper case.
    """
    text = "".join(ix_to_char[int(index)] for index in sample_ix)
    return text[:1].upper() + text[1:]


def print_sample(sample_ix, ix_to_char):
    """Print a sampled name; its own newline ends the line.

    Parameters
    ----------
    sample_ix : list of int
        Indices of characters, the newline's last.
    ix_to_char : dict of int to str
        The vocabulary.
    """
    print(get_sample(sample_ix, ix_to_char), end="")
