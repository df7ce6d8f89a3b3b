"""The child process that reads a student's bytes: ``python -I -S child.py TASK ROOT``.

TASK is ``notebook`` or ``archive``, ROOT the folder that holds the package. Bytes come in on
stdin. Out on stdout go one line of JSON, ``{"size": n, "repairs": [...]}`` or
``{"rejected": sentence}``, and then n bytes. It never sees a file of the course, and gives its
rights away before it reads anything.
"""

import json
import resource
import sys

MEMORY = 1 << 29  # bytes; 20 MB of text with one emoji, decoded and parsed, need 200 MB
SECONDS = 20


def lower_limits():
    """Limit memory, disk and time of this process."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        hard = resource.getrlimit(limit)[1]
        # A limit cannot be raised above the one that is already set.
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def main():
    """Read a submission, clean or unpack it, and write the answer."""
    lower_limits()
    # Last, so that no file of the project can replace one of Python's own modules.
    sys.path.append(sys.argv[2])
    from autograder.sanitize.invalid_submission import InvalidSubmissionError

    content = sys.stdin.buffer.read()
    try:
        if sys.argv[1] == "archive":
            from autograder.sanitize.submission_reader import notebook_from

            payload, repairs = notebook_from(content)
        else:
            from autograder.sanitize.notebook_cleaner import clean

            notebook, repairs = clean(content)
            payload = json.dumps(notebook).encode("ascii")
        head = {"size": len(payload), "repairs": repairs}
    except InvalidSubmissionError as reason:
        head, payload = {"rejected": str(reason)}, b""
    sys.stdout.buffer.write(json.dumps(head).encode("ascii") + b"\n" + payload)


if __name__ == "__main__":
    main()
