# Counts the pieces from 1.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: index is one too large
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    index, end = 0, 0.0
    while end <= u:
        end += p[min(index, len(p) - 1)]
        index += 1
    return index
