"""What a kernel says: taken over field by field, since a student can forge all of it."""

MOST_OUTPUTS = 100
# Kinds of data that are kept; feedback and formgrader make them harmless before they are shown.
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg",
        "image/gif", "image/svg+xml")  # fmt: skip


def belongs(message, request):
    """Whether a message answers a request."""
    try:
        return message["parent_header"]["msg_id"] == request
    except (TypeError, KeyError):
        return False


def is_idle(message):
    """Whether a message says that the kernel has finished."""
    content = message.get("content")
    return (
        message.get("msg_type") == "status"
        and isinstance(content, dict)
        and content.get("execution_state") == "idle"
    )


def answers_of(message):
    """Which of the expressions after a cell were evaluated, by name; everything is forgeable."""
    content = message.get("content")
    answers = content.get("user_expressions") if isinstance(content, dict) else None
    return answers if isinstance(answers, dict) else {}


class Outputs:
    """What one cell has shown, taken over field by field.

    Parameters
    ----------
    room : int
        How many characters are kept.

    Attributes
    ----------
    kept : list of dict
    complete : bool
        Whether the kernel has said that it has finished.
    """

    def __init__(self, room):
        self.kept, self.room, self.complete = [], room, False

    def text(self, value):
        """A str within the room that is left."""
        value = value if isinstance(value, str) else ""
        value = value.encode("utf-8", "replace").decode()[: max(self.room, 0)]
        self.room -= len(value)
        return value

    def add(self, message):
        """Keep one message's output, if it is one."""
        self.complete = self.complete or is_idle(message)
        kind, content = message.get("msg_type"), message.get("content")
        if not isinstance(content, dict) or self.room <= 0:
            return
        if kind == "clear_output":
            self.kept = []
        elif kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            text = self.text(content.get("text"))
            last = self.kept[-1] if self.kept else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["text"] += text
            else:
                self.keep({"output_type": "stream", "name": name, "text": text})
        elif kind == "error":
            self.keep(
                {
                    "output_type": "error",
                    "ename": self.text(content.get("ename"))[:100],
                    "evalue": self.text(content.get("evalue")),
                    "traceback": [],
                }
            )
        elif kind in ("display_data", "execute_result"):
            data = content.get("data")
            data = data if isinstance(data, dict) else {}
            # Whole or not at all: half a picture is none.
            data = {
                mime: data[mime]
                for mime in KEPT
                if isinstance(data.get(mime), str) and len(data[mime]) <= self.room
            }
            self.room -= sum(map(len, data.values()))
            self.keep({"output_type": "display_data", "data": data, "metadata": {}})

    def keep(self, output):
        if len(self.kept) < MOST_OUTPUTS:
            self.kept.append(output)
