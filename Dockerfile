# graphbuild in a container, as a user without rights: docker build -t graphbuild .
# Not tried with an engine yet; the test only checks its syntax.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/graphbuild
COPY requirements requirements
RUN /opt/graphbuild/bin/pip install --no-cache-dir --no-compile --require-hashes \
    -r requirements/runtime.txt -r requirements/build.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY cypher cypher
COPY graphbuild graphbuild
RUN /opt/graphbuild/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/graphbuild/bin/pip uninstall --yes hatchling editables pip

FROM python:3.12-slim
COPY --from=build /opt/graphbuild /opt/graphbuild
RUN useradd --create-home --uid 10001 graphbuild && mkdir /work && chown graphbuild /work
ENV PATH=/opt/graphbuild/bin:$PATH PYTHONUNBUFFERED=1
USER graphbuild
WORKDIR /work
VOLUME /work
ENTRYPOINT ["graphbuild"]
CMD ["--help"]
