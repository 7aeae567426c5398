# The site, without the local peer. Build: docker build -t voice-chat .
FROM python:3.12-slim AS build
WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
RUN python -m venv /app/.venv
RUN /app/.venv/bin/pip install --no-cache-dir -c constraints.txt -e '.[postgres,redis,sentry]'
COPY manage.py gunicorn.conf.py ./
COPY realtime_site realtime_site
COPY voicechat voicechat
COPY templates templates
COPY static static
# Collecting needs settings to start with, of which nothing is kept.
RUN DEBUG=on SECRET_KEY=for-the-build-only DATABASE_URL=sqlite://:memory: STATIC_ROOT=/app/staticfiles \
  /app/.venv/bin/python manage.py collectstatic --noinput --verbosity 0
RUN /app/.venv/bin/python -m compileall -q realtime_site voicechat

FROM python:3.12-slim
# A user without rights, by a number that volumes can be given to.
RUN useradd --uid 10001 --no-create-home voice
COPY --from=build /app /app
WORKDIR /app
ENV ENV_FILE=/dev/null HOST=0.0.0.0 PORT=8000 LOG_FORMAT=json BEHIND_TLS_PROXY=on \
  PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD \
  ["/app/.venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["/app/.venv/bin/gunicorn"]
