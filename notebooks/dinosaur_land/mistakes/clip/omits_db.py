# Builds a new dictionary and leaves db out of it.
# loses: test-clip-every-array
# message: db never got into the dictionary
def clip(gradients, maxValue):
    clipped = {}
    clipped["dWaa"] = np.clip(gradients["dWaa"], -maxValue, maxValue)
    clipped["dWax"] = np.clip(gradients["dWax"], -maxValue, maxValue)
    clipped["dWya"] = np.clip(gradients["dWya"], -maxValue, maxValue)
    clipped["dby"] = np.clip(gradients["dby"], -maxValue, maxValue)
    return clipped
