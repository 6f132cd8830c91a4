"""An invoice as it is printed: in one language's words, numbers and dates, and nothing that it does not have."""
