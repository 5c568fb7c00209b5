import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { agentProcess } from "./agent-process.ts";
import { bundleAgent } from "./bundle-agent.ts";

it("starts alone, and says what it lacks", async () => {
  const folder = await mkdtemp(join(tmpdir(), "agent-bundle-"));
  try {
    const file = await bundleAgent(folder);
    const started = promisify(execFile)(process.execPath, [...agentProcess.flags, file], {
      env: { NODE_ENV: "production", ...agentProcess.env },
      cwd: folder,
    });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("The agent cannot start: STAGECOACH_GATEWAY"),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
