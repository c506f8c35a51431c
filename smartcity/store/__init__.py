"""What is remembered: tables, engine, migrations. Rules live in `domain`."""
