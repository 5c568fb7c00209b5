import type { NextConfig } from "next";

/** Set by the demo, which keeps one build per state of the sources, and by the image. */
const {
  STAGECOACH_WEB_BUILD = ".next",
  STAGECOACH_WEB_TSCONFIG = "tsconfig.json",
  STAGECOACH_WEB_STANDALONE,
} = process.env;

const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

const config: NextConfig = {
  distDir: STAGECOACH_WEB_BUILD,
  ...(STAGECOACH_WEB_STANDALONE === "true" ? { output: "standalone" } : {}),
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "bullmq", "ioredis", "isomorphic-git"],
  // npm run verify checks types, once and for every folder.
  typescript: { ignoreBuildErrors: true, tsconfigPath: STAGECOACH_WEB_TSCONFIG },
  headers: () => Promise.resolve([{ source: "/:path*", headers }]),
};

export default config;
