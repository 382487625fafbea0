# syntax=docker/dockerfile:1

# Builds with everything, and is thrown away.
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
COPY libs libs
COPY src src
RUN npm run build

# What runs needs: no development tools, and no embedded database, which is an optional package.
FROM node:22-bookworm-slim AS dependencies
WORKDIR /doorbell
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

# Node and nothing else: no shell, no package manager. User 65532, which owns nothing in here.
FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /doorbell
COPY --from=dependencies /doorbell/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
ENV NODE_ENV=production
# Look-ups of names hold one of these threads each, until a name server has answered.
ENV UV_THREADPOOL_SIZE=64
USER 65532:65532
EXPOSE 3000
# A signal reaches Doorbell itself, which then lets calls under way end (DOORBELL_SHUTDOWN_MS).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/nodejs/bin/node", "dist/src/health/probe.js"]
ENTRYPOINT ["/nodejs/bin/node", "--enable-source-maps", "--max-semi-space-size=32", "--max-old-space-size=2000"]
CMD ["dist/src/main.js"]
