# Clips from below only, with the limits given to the wrong argument of np.clip.
# loses: test-clip-range test-clip-every-array
# message: did you clip only from below
def clip(gradients, maxValue):
    clipped = {}
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        clipped[name] = np.clip(gradients[name], a_min=-maxValue, a_max=None)
    return clipped
