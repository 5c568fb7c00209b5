import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { standIns } from "./stand-ins/programs.ts";
import { startWorld } from "./start-world.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "start-world-"));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function start(said: string[] = []) {
  return startWorld({
    dataDir,
    webPort: null,
    programs: standIns,
    say: (line) => void said.push(line),
  });
}

it("runs every part and leaves none behind", async () => {
  const world = await start();
  const names = ["sandbox", "gateway", "workers", "web", "agent dev"];
  const pids = [...names.map((name) => world.pid(name)), world.database.pid];
  expect(pids.every((pid) => pid !== undefined && isAlive(pid))).toBe(true);
  expect(await (await fetch(world.url)).text()).toBe(world.url);
  expect(await world.residentMegabytes()).toBeGreaterThan(50);
  await world.close();
  expect(pids.filter((pid) => pid !== undefined && isAlive(pid))).toEqual([]);
});

it("keeps its addresses and secrets between starts, the secrets to itself", async () => {
  const first = await start();
  await first.close();
  const second = await start();
  await second.close();
  expect(second.environment).toEqual(first.environment);
  expect((await stat(join(dataDir, "secrets.json"))).mode & 0o777).toBe(0o600);
});

it("starts a part again that died, and says so", async () => {
  const said: string[] = [];
  const world = await start(said);
  const before = world.pid("workers") ?? 0;
  process.kill(before, "SIGKILL");
  await vi.waitFor(() => expect(world.pid("workers")).not.toBe(before), { timeout: 10_000 });
  expect(said).toEqual(["workers ended with SIGKILL; starting it again in 0.5 s"]);
  await world.close();
});

it("fails when a part dies that the others cannot do without", async () => {
  const world = await start();
  process.kill(world.pid("sandbox") ?? 0, "SIGKILL");
  await expect(world.failed).rejects.toThrow("sandbox ended with SIGKILL. Its last lines:");
  await world.close();
});

it("shows the last lines of a part that does not start", async () => {
  const gateway = ["--eval", "console.error('no such port'); process.exit(3)"];
  const programs = { ...standIns, gateway };
  await expect(startWorld({ dataDir, webPort: null, programs })).rejects.toThrow(
    "gateway ended with code 3. Its last lines:\n    no such port",
  );
  expect(await readFile(join(dataDir, "logs", "gateway.log"), "utf8")).toContain("no such port");
});

it("can be broken off while it starts", async () => {
  const controller = new AbortController();
  const starting = startWorld({
    dataDir,
    webPort: null,
    programs: { ...standIns, seed: ["--eval", "setInterval(() => {}, 1000)"] },
    report: () => controller.abort(new Error("stopped")),
    signal: controller.signal,
  });
  await expect(starting).rejects.toThrow("stopped");
  const again = await start();
  await again.close();
});

it("leaves nothing behind when it is killed, and starts again", async () => {
  const runner = spawn(
    process.execPath,
    [join(import.meta.dirname, "stand-ins", "run-world.ts"), dataDir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [printed] = await once(runner.stdout, "data");
  const pids = String(printed).match(/\d+/g)?.map(Number) ?? [];
  expect(pids).toHaveLength(6);
  runner.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  const world = await start();
  await world.close();
});
