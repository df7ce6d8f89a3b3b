# Tries: styles that cover the page, load from elsewhere or rewrite the marks that are shown.
# Kind: feedback
# Stock: no
# Quick: yes

# %% [markdown] first
# <style>@import url(https://127.0.0.1/x.css); body { display: none }</style>
# <link rel="stylesheet" href="https://127.0.0.1/x.css">
# <div style="position:fixed;inset:0;background:url(https://127.0.0.1/x)">Score: 100 / 100</div>
# ![picture](https://127.0.0.1/picture.png)

# %% clip
from IPython.display import HTML, display

display(HTML("<style>* { background: url('https://127.0.0.1/y') !important }</style>"))
