"""What can be asked: select columns, apply domain rules, return frozen values. Never writes."""
