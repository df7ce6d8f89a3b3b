"""x"""


def require(limits):
    pass
