# A slip while copying lines: dWax is made from dWaa.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: dWax is made from dWaa
def clip(gradients, maxValue):
    dWaa = np.clip(gradients["dWaa"], -maxValue, maxValue)
    dWax = np.clip(gradients["dWaa"], -maxValue, maxValue)
    dWya = np.clip(gradients["dWya"], -maxValue, maxValue)
    db = np.clip(gradients["db"], -maxValue, maxValue)
    dby = np.clip(gradients["dby"], -maxValue, maxValue)
    return {"dWaa": dWaa, "dWax": dWax, "dWya": dWya, "db": db, "dby": dby}
