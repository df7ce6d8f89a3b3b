# np.where for each side, and a new dictionary.
def clip(gradients, maxValue):
    clipped = dict()
    for name in "dWaa dWax dWya db dby".split():
        g = gradients[name]
        g = np.where(g > maxValue, maxValue, g)
        g = np.where(g < -maxValue, -maxValue, g)
        clipped[name] = g
    return clipped
