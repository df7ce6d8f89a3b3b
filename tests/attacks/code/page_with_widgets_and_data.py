# Tries: outputs of kinds that front ends run or load by themselves: widgets, plotly, vega, bokeh,
#   PDF, LaTeX with macros, JSON, and made-up ones.
# Kind: feedback
# Stock: no

# %% clip
from IPython.display import display

kinds = {
    "application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2},
    "application/vnd.plotly.v1+json": {
        "data": [],
        "layout": {"title": "<script>alert(1)</script>"},
    },
    "application/vnd.vegalite.v5+json": {"data": {"url": "https://127.0.0.1/x"}},
    "application/vnd.bokehjs_exec.v0+json": "alert(1)",
    "application/javascript": "alert(1)",
    "application/pdf": "JVBERi0xLjQ=",
    "text/latex": r"$\href{javascript:alert(1)}{x}$ </script><script>alert(1)</script>",
    "text/markdown": "<script>alert(1)</script> [x](javascript:alert(1))",
    "text/html": "<script>alert(1)</script>",
    "image/svg+xml": "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "image/png": '" onerror="alert(1)',
    "image/gif": "x",
    'text/plain" onclick="alert(1)': "x",
}
for kind, data in kinds.items():
    display({kind: data}, raw=True, metadata={kind: {"width": '1" onload="alert(1)'}})
display(kinds, raw=True)
