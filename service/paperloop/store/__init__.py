"""Files and, later, the database: the only place that reads and writes them from async code."""
