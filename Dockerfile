# syntax=docker/dockerfile:1
# One program on nothing but the C library and the certificates of the authorities: no shell, no package manager.
# It runs as a user without rights and writes to /data alone; the rest may be read-only.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY migrations migrations
COPY templates templates
COPY assets assets
# Cargo.toml names the files of tests and examples: they must be there, and are not built.
COPY tests tests
# With OpenSSL built in, so that a database elsewhere can be reached over TLS.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin guildhall --features postgres-tls && cp target/release/guildhall /guildhall \
    && install -d -m 0750 /data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /guildhall /usr/local/bin/guildhall
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV GUILDHALL_DATA_DIR=/data GUILDHALL_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["/usr/local/bin/guildhall", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/guildhall"]
CMD ["serve"]
