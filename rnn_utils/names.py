"""Read a list of names, and spell sampled indices out as names."""

import unicodedata
from pathlib import Path

MAX_NAME_LENGTH = 200


def read_names(path):
    """Return the names of a text file that has one name on each line.

    Parameters
    ----------
    path : str or Path
        A UTF-8 text file. Windows line ends, a byte order mark, blank lines and spaces around a
        name are allowed.

    Returns
    -------
    list of str
        The names in lower case, in the file's order.

    Raises
    ------
    ValueError
        If the file is not UTF-8, has fewer than two names, or a name is longer than
        `MAX_NAME_LENGTH` characters or has a control character. The message is one sentence
        that says what to correct in the list.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 text (byte {error.start} cannot be read): "
            "save it as UTF-8 and try again."
        ) from None
    # NFC joins a letter and its accent, so that the network gets one symbol, not two. It comes
    # after lower() because some accented letters exist only in lower case.
    lines = unicodedata.normalize("NFC", text.lower()).split("\n")
    names = []
    for number, line in enumerate(lines, start=1):
        name = line.strip()  # strips also the \r of a Windows line end
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
    """Return the names of a file in the nearest ``data`` folder as one text.

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
        If the list is not valid, see `read_names`.
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
    """Return sampled indices as a name with a capital letter.

    Parameters
    ----------
    sample_ix : list of int
        Indices of characters, usually ending with the newline's index.
    ix_to_char : dict of int to str
        The vocabulary.

    Returns
    -------
    str
        The characters, the first one in upper case.
    """
    text = "".join(ix_to_char[int(index)] for index in sample_ix)
    return text[:1].upper() + text[1:]


def print_sample(sample_ix, ix_to_char):
    """Print a sampled name, which ends with its own newline.

    Parameters
    ----------
    sample_ix : list of int
        Indices of characters; the last one is the newline's.
    ix_to_char : dict of int to str
        The vocabulary.
    """
    print(get_sample(sample_ix, ix_to_char), end="")
