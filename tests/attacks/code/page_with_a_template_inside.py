# Tries: text that a template engine would run, in text cells, outputs and an exception's name.
# Kind: feedback
# Stock: no

# %% [markdown] first
# {{ 7 * 191 }} {% include "/etc/hostname" %} {{ config }} ${7*191} #{7*191} {{ cell.__class__.__mro__ }}

# %% clip
print("{{ ''.__class__.__mro__[1].__subclasses__() }} {% raw %}")
raise type("{{ 7 * 191 }}", (Exception,), {})("{% for x in range(9) %}{{ x }}{% endfor %}")
