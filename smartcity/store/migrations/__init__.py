"""Alembic's own room: the environment and one module per version of the schema."""
