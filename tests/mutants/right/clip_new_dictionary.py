# One comprehension over whatever is in the dictionary; makes new arrays.
def clip(gradients, maxValue):
    return {name: np.clip(gradient, -maxValue, maxValue) for name, gradient in gradients.items()}
