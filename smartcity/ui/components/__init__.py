"""Parts that several screens share: filters, fields with drafts, downloads, figures, charts, money, evidence."""
