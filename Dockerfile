# syntax=docker/dockerfile:1
# One file, four images: docker build --target web | workers | gateway | agent .

FROM node:24-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# Everything, to build with.
FROM base AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
# Generating needs no schema engine; naming any program keeps Prisma from downloading one.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node npx prisma generate --schema prisma/schema.prisma
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
RUN mkdir -p public && STAGECOACH_WEB_STANDALONE=true npx next build
RUN node tools/agent-bundle/main.ts /agent

# What runs without a build step.
FROM base AS packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
RUN install -d -o node -g node /data

FROM runtime AS web
ENV HOSTNAME=0.0.0.0 PORT=3000 NEXT_TELEMETRY_DISABLED=1
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/api/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]

FROM runtime AS workers
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY package.json ./
COPY domain ./domain
COPY contracts ./contracts
COPY ports ./ports
COPY services ./services
COPY adapters ./adapters
COPY workers ./workers
COPY tools/migrate ./tools/migrate
USER node
ENV STAGECOACH_DATA=/data
VOLUME /data
CMD ["node", "workers/main.ts"]

FROM workers AS gateway
COPY agent/manifests ./agent/manifests
EXPOSE 8443
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + (process.env.GATEWAY_PORT ?? 8443) + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "workers/gateway/main.ts"]

FROM runtime AS agent
COPY --from=build /agent ./
# For `kubectl exec … -- stagecoach-agent doctor`.
RUN printf '#!/bin/sh\nexec node --lite-mode --max-semi-space-size=1 /app/main.cjs "$@"\n' \
  > /usr/local/bin/stagecoach-agent && chmod 755 /usr/local/bin/stagecoach-agent
USER node
ENV STAGECOACH_STATE_DIR=/data
# Less memory, for a process that has little to do: tools/agent-bundle/agent-process.ts.
ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=65536
VOLUME /data
CMD ["node", "--lite-mode", "--max-semi-space-size=1", "main.cjs"]
