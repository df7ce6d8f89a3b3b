# Sorts the probabilities, the largest first.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: sorted, largest first
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    order = np.argsort(-p)
    ends = np.cumsum(p[order])
    return int(order[min(np.searchsorted(ends, u), len(p) - 1)])
