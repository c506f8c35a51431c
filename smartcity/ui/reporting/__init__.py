"""The furniture of Laporan Saya: the list of what is due, the form, its drafts, evidence, conflicts and receipt."""
