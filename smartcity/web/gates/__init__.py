"""What a request must pass before the framework sees it: the host it names, where it comes from, what it carries."""
