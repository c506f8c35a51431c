"""Who may do what: roles and their rights, accounts, the login throttle, the pairing of walls."""
