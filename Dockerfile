# Two stages: a wheel is built and installed into a virtual environment, which is all that the image has of it.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY service ./service
RUN python -m pip install --no-cache-dir build \
 && python -m build --wheel --outdir /wheels \
 && python -m venv /opt/paperloop \
 && /opt/paperloop/bin/python -m pip install --no-cache-dir /wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home paperloop \
 && install --directory --owner=paperloop --mode=0700 /data
COPY --from=build /opt/paperloop /opt/paperloop
ENV PATH=/opt/paperloop/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PAPERLOOP_DATA_DIR=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["python", "-m", "paperloop", "serve", "--host", "0.0.0.0", "--port", "8000"]
