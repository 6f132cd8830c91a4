"""An invoice as the XML of a Factur-X document, profile EN 16931, and what stops it from being a valid one."""
