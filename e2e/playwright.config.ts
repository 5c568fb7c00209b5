import { defineConfig } from "@playwright/test";

const executablePath = process.env["STAGECOACH_CHROMIUM"];

/** One world for all journeys, so one worker; each journey keeps to workloads of its own. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./start-world.ts",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A busy machine may be slow once; what fails twice is broken.
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: {
    trace: "retain-on-failure",
    launchOptions: {
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
      ...(executablePath !== undefined && { executablePath }),
    },
  },
});
