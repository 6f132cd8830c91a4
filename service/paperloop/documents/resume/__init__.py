"""Résumés: three shapes of input, one model, its variants, and the view that themes print. No I/O."""
