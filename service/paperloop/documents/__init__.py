"""The domain: invoices, résumés, money, dates, pages of words, checks. Values and rules; no I/O."""
