import type { NextConfig } from "next";

const standalone = process.env["STAGECOACH_STANDALONE"] === "true";

const config: NextConfig = {
  ...(standalone ? { output: "standalone" } : {}),
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "bullmq", "ioredis", "isomorphic-git"],
  // npm run verify checks types, once and for every folder.
  typescript: { ignoreBuildErrors: true },
};

export default config;
