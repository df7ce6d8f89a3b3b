# Divides in place, and so changes the array of whoever calls.
# loses: test-sample_with_temperature-warmth
# message: changes the array scores
def sample_with_temperature(scores, temperature, u):
    scores /= temperature
    p = softmax(scores)
    return int(np.searchsorted(np.cumsum(p), u))
