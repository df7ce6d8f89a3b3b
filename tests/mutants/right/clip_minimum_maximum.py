# Two steps, np.maximum inside np.minimum, stored under the same names.
def clip(gradients, maxValue):
    for key in list(gradients):
        gradients[key] = np.minimum(np.maximum(gradients[key], -maxValue), maxValue)
    return gradients
