# One image for every role: ROLES=web,worker,clock (all three by default) says what a container does.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
# devDependencies go after the build, among them the package `node`: the image brings its own.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
# ENVIRONMENT=production refuses the embedded database; without DATABASE_URL also set ALLOW_EMBEDDED=1.
ENV NODE_ENV=production \
    ENVIRONMENT=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
WORKDIR /app
# The application belongs to root and the process runs as node: it can change nothing but DATA_DIR.
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY assets ./assets
COPY package.json LICENSE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node is the first process and handles SIGTERM itself; give it 30 s to finish or hand back its work.
CMD ["node", "dist/main.js"]
