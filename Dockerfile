# syntax=docker/dockerfile:1
# One program, run by a user without rights; /data is the only folder it writes to.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY migrations migrations
COPY templates templates
COPY assets assets
# The test target is named in Cargo.toml; the file must be there, and is not built.
RUN mkdir -p tests/integration && touch tests/integration/main.rs
# With OpenSSL built in, so that a database elsewhere can be reached over TLS.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --features postgres-tls && cp target/release/guildhall /guildhall

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --no-create-home guildhall \
    && install -d -o guildhall -g guildhall -m 0750 /data
COPY --from=build /guildhall /usr/local/bin/guildhall
USER guildhall
WORKDIR /data
VOLUME /data
ENV GUILDHALL_DATA_DIR=/data GUILDHALL_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD curl -fsS -o /dev/null http://127.0.0.1:8080/healthz
ENTRYPOINT ["guildhall"]
CMD ["serve"]
