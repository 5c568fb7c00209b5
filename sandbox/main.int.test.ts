import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

it.each(["SIGTERM", "SIGINT"] as const)(
  "prints one line when it is up, and ends on %s",
  async (signal) => {
    const dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
    const child = spawn(process.execPath, ["sandbox/main.ts"], {
      env: { ...process.env, SANDBOX_DATA: dataDir, SANDBOX_PACE: "fast", SANDBOX_HTTP_PORT: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.endsWith("\n")) child.kill(signal);
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(child.exitCode).toBe(0);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(output)).toMatchObject({
      ready: true,
      addresses: { git: { user: "stagecoach" }, smtp: { host: "127.0.0.1" } },
    });
    await rm(dataDir, { recursive: true });
  },
);
