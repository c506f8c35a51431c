"""What is remembered: tables, loaders, migrations, the ledger's writer, backups. Rules live in `domain`."""
