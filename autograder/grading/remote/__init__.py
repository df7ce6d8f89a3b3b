"""The process of the test runner, which runs hidden tests against proxies of the student's names."""
