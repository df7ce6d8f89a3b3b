"""Block the import of a module that takes a second and that notebooks do not need.

jsonschema imports ``rfc3987_syntax`` where it is installed, to check the format ``iri``. No schema
of nbformat or nbgrader has that format, and jsonschema works without the module.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
