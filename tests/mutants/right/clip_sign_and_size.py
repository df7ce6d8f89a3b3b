# Sign times the smaller of size and limit, in a helper of its own.
def limited(array, limit):
    return np.sign(array) * np.minimum(np.abs(array), limit)


def clip(gradients, maxValue):
    result = {}
    for name, array in gradients.items():
        result[name] = limited(array, maxValue)
    return result
