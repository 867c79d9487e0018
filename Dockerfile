# The program of bin/serve, for production: docs/operations.md tells how to run it.

FROM python:3.13-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /opt/imuse
COPY requirements-s3.lock .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-s3.lock
COPY . .
# The variables stand for this one command only: nothing of them is kept in the image.
RUN export SECRET_KEY=only-for-the-build IMUSE_DATA=/tmp/imuse \
 && python manage.py compilemessages --verbosity 0 \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && python -m compileall -q imuse/inspection

FROM python:3.13-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home imuse \
 && install -d -o imuse -g imuse -m 700 /var/lib/imuse
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/imuse /opt/imuse
ENV PATH=/opt/venv/bin:$PATH IMUSE_DATA=/var/lib/imuse BIND=0.0.0.0
WORKDIR /opt/imuse
USER imuse
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["gunicorn", "--config", "python:imuse.gunicorn_config", "imuse.wsgi:application"]
