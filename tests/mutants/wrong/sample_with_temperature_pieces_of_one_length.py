# Gives every index the same length of the line.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# told: pieces of the same length
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(u * len(p))
