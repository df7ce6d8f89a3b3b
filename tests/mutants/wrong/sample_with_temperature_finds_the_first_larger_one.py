# Goes through the probabilities up to the first that is larger than u.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# told: first probability larger than u
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(np.argmax(p > u))
