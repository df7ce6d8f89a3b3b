"""The process of the test runner: hidden tests run against proxies of the student's names."""
