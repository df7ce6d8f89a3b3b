# Tries: frames, objects, forms, a base address and refreshing on the feedback page.
# Kind: feedback
# Stock: no

# %% [markdown] first
# <iframe src="https://127.0.0.1/"></iframe><base href="https://127.0.0.1/">
# <meta http-equiv="refresh" content="0;url=https://127.0.0.1/">
# <form action="https://127.0.0.1/"><input name="password"><button formaction="javascript:alert(1)">

# %% clip
from IPython.display import HTML, IFrame, display

display(IFrame("https://127.0.0.1/", 300, 300))
display(HTML('<object data="data:text/html,<script>alert(1)</script>"></object><embed src="//x/">'))
display(HTML('<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>'))
