# The site, its worker and its clock: one image, three commands (compose.yaml).
FROM python:3.13-slim AS parts
WORKDIR /srv
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage WHITENOISE_USE_FINDERS=0
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin jimusho
WORKDIR /srv
COPY --from=parts /opt/venv /opt/venv
COPY . .
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput \
    && mkdir -p media && chown jimusho media
USER jimusho
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "tools.healthy"]
CMD ["gunicorn", "agency.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
