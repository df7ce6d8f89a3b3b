"""Names in an archive: whether all are honest, and which one is the notebook."""

import re

from autograder.intake.refused import STRANGE, Refused, printable

MOST_ENTRIES = 1_000
LONGEST_NAME = 1_000
DRIVE = re.compile(r"[A-Za-z]:")
NOTEBOOK = re.compile(r".\.ipynb$", re.IGNORECASE)
# Made by macOS and by Jupyter beside the files that a student means.
BYWORK = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints)/|(^|/)\._[^/]*$")


class Entries:
    """The entries of an archive, added one by one."""

    def __init__(self):
        self.names = set()
        self.notebooks = []

    def add(self, name, entry, link_or_device):
        """Look at one entry.

        Parameters
        ----------
        name : str
            As the archive has it.
        entry : object
            Kept if this is the notebook.
        link_or_device : bool
            Whether it is neither a plain file nor a folder.

        Returns
        -------
        bool
            Whether this is a notebook that the student means.

        Raises
        ------
        Refused
            If no honest program writes such an entry, or there are too many.
        """
        shown = printable(name)
        if link_or_device:
            raise Refused(f"The archive holds a link or device, {shown}: hand in the notebook.")
        path = name.rstrip("/")
        while path.startswith("./"):
            path = path[2:]
        if not path or path == ".":
            return False
        steps = path.split("/")
        if (
            len(name) > LONGEST_NAME
            or STRANGE.search(name)
            or "\\" in name
            or DRIVE.match(name)
            or any(step in ("", ".", "..") for step in steps)
        ):
            raise Refused(
                f"The archive holds a name that leads elsewhere, {shown}: hand in the notebook."
            )
        # Two files that would be one on Windows or macOS.
        if path.casefold() in self.names:
            raise Refused(f"The archive holds {shown} twice: hand in the notebook alone.")
        self.names.add(path.casefold())
        if len(self.names) > MOST_ENTRIES:
            raise Refused(
                f"The archive holds more than {MOST_ENTRIES:,} files: hand in the notebook."
            )
        if name.endswith("/") or not NOTEBOOK.search(path) or BYWORK.search(path):
            return False
        self.notebooks.append(entry)
        if len(self.notebooks) > 1:
            raise Refused("The archive holds more than one notebook: hand in the one to be marked.")
        return True

    def replace(self, entry):
        """Keep something else for the notebook added last."""
        self.notebooks[-1] = entry

    def the_notebook(self):
        """What was kept for the one notebook.

        Raises
        ------
        Refused
            If there is none.
        """
        if not self.notebooks:
            raise Refused("The archive holds no notebook: hand in the .ipynb file itself.")
        return self.notebooks[0]
