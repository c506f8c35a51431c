"""The verbs of the back door, one module per topic; `__main__` lists them."""
