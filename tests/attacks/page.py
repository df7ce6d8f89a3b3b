"""What must not be on a feedback page."""

import re
from html.parser import HTMLParser

LARGEST = 6_000_000
LIVE = {"script", "iframe", "object", "embed", "form", "base", "frame", "applet", "portal"}
# Escape sequences, and characters that turn the direction of what follows.
INVISIBLE = re.compile("[\x1b\x9b\u202a-\u202e\u2066-\u2069]")


class Page(HTMLParser):
    """Collects what is wrong with a page, and whether it has a Content-Security-Policy."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems, self.policy = set(), ""

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag in LIVE:
            self.problems.add(f"<{tag}>")
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = attributes.get("content", "")
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.problems.add("meta refresh")
        for name, value in attributes.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on"):
                self.problems.add(f"{name}=")
            if name in ("src", "href", "xlink:href", "action", "formaction", "data", "srcset"):
                if address.startswith(("javascript:", "vbscript:", "data:text", "file:")):
                    self.problems.add(f"{name} {address[:20]}")
                if tag not in ("a", "area") and re.match(r"(https?:)?//", address):
                    self.problems.add(f"loads {address[:40]}")
            if name == "style" and "url(" in address:
                self.problems.add("style with url()")

    def handle_data(self, data):
        if INVISIBLE.search(data):
            self.problems.add("an escape or direction character")


def problems(content):
    """What is wrong with a page, as a set of short texts.

    Parameters
    ----------
    content : bytes
    """
    if len(content) > LARGEST:
        return {f"{len(content):,} bytes"}
    page = Page()
    page.feed(content.decode("utf-8", "replace"))
    policy = page.policy.replace("'", "").lower()
    if "script-src none" not in policy and "default-src none" not in policy:
        page.problems.add("no Content-Security-Policy against scripts")
    return page.problems
