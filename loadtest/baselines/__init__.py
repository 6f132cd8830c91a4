"""The same work as other architectures do it, each as short as a competent developer would write it.

    PYTHONPATH=loadtest:loadtest/probe python -m baselines threads --llm http://127.0.0.1:9000/v1 --port 8000

Those that read invoices ask the model the service's own question and read its answer with the service's own
validation. They do less than the service: no e-invoices, no limits, no cancellation, no OCR, and but for
`checked_threads` no evidence and no checks.
"""
