# Tries: scripts on the feedback page, as HTML, JavaScript and SVG outputs and in text cells.
# Kind: feedback
# Stock: no
# Quick: yes

# %% [markdown] first
# <script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)></svg>
# [link](javascript:alert(1)) <a href="JaVaScRiPt:alert(1)">x</a> <ScRiPt/src=//127.0.0.1/x></ScRiPt>

# %% clip
from IPython.display import HTML, SVG, Javascript, display

display(HTML("<script>alert(1)</script><img src=x onerror=alert(1)><body onload=alert(1)>"))
display(Javascript("alert(1)"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
display({"image/svg+xml": '<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'}, raw=True)
