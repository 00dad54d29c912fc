# The first stage builds: what is needed only for that stays behind in it.
FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/foretell
WORKDIR /src

# The dependencies change seldom and come first, so that their layer is kept.
COPY requirements.lock ./
RUN /opt/foretell/bin/python -m pip install --require-hashes -r requirements.lock

# What `python3 adapters/version.py` says in the checkout; the image has no git to ask.
ARG VERSION=""
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY adapters ./adapters
COPY content ./content
# What installs and builds is not needed to run, so that whoever breaks in can't use it.
RUN BUILD_VERSION="$VERSION" /opt/foretell/bin/python -m pip install --no-deps --no-build-isolation . \
    && /opt/foretell/bin/python -m pip uninstall --yes hatchling editables pip \
    && /opt/foretell/bin/python -m compileall -q /opt/foretell/lib

# The second stage runs: the installed program, a user without rights, and a place for data.
# Nothing else in it is written to, so the root may be read-only: docker run --read-only.
FROM python:3.13-slim

ENV PATH=/opt/foretell/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FORETELL_DATABASE=/data/foretell.db

RUN groupadd --system --gid 10001 foretell \
    && useradd --system --uid 10001 --gid foretell --no-create-home --shell /usr/sbin/nologin foretell \
    && install --directory --owner=foretell --group=foretell --mode=0700 /data
COPY --from=build /opt/foretell /opt/foretell

# By number, so that Kubernetes can see for itself that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data

# The bot itself answers whether it is alive, see docs/operating-reference.md: one that is stuck is not, and a
# platform that is away is no reason to restart it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["foretell", "health", "--alive"]
STOPSIGNAL SIGTERM
CMD ["foretell", "run"]
