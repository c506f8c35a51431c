"""What can be said: catalogs, id_ID formats, headline sentences. No global locale; every call names its language."""
