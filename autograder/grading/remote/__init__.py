"""The test runner's process: it runs the hidden tests against proxies of the student's names."""
