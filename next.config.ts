import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  output: "standalone",
  serverExternalPackages: ["pg", "bullmq", "ioredis", "isomorphic-git"],
  typescript: { ignoreBuildErrors: true },
};

export default config;
