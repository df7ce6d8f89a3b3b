# Finds the first end beyond u with argmax, and returns an integer of numpy.
def sample_with_temperature(scores, temperature, u):
    ends = np.cumsum(softmax(scores / temperature))
    ends[-1] = 1.0
    return np.argmax(ends > u)
