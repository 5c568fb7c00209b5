import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import type { Environment } from "./environment.ts";
import { openServiceLog } from "./service-log.ts";
import type { ServiceLog } from "./service-log.ts";

export interface ServiceOptions {
  readonly name: string;
  /** Arguments to Node: the program and its own. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly logFile: string;
  /** Whether it is started again when it dies; otherwise its death ends everything. */
  readonly restart: boolean;
  /** Told what a person should know: lines on its error output, restarts. */
  readonly say: (line: string) => void;
  /** Resolves when it serves; by default a line `{"ready":true,…}` on its output says so. */
  readonly probe?: (stopped: AbortSignal) => Promise<void>;
}

export interface Service {
  readonly name: string;
  /** The ready line's content; rejects with its last lines when it dies before. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Rejects when it died for good; never resolves. */
  readonly failed: Promise<never>;
  /** The process id, which is its group's too. */
  readonly pid: () => number | undefined;
  /** Asks it to end, after ten seconds makes it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

const patience = { stopMs: 10_000, firstRestartMs: 500, lastRestartMs: 15_000, restarts: 8 };
const leash = new URL("./leash.ts", import.meta.url).href;

/** Starts a process of the product and keeps it running as its options say. */
export function startService(options: ServiceOptions): Service {
  const log = openServiceLog(options.logFile);
  const ready = Promise.withResolvers<Readonly<Record<string, unknown>>>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  ready.promise.catch(() => undefined);
  const state: State = {
    child: launch(options, log, ready.resolve),
    stopping: false,
    wasReady: false,
  };
  void ready.promise.then(() => (state.wasReady = true), ignore);
  void supervise({ options, log, state, onReady: ready.resolve }).catch((error: unknown) => {
    ready.reject(error);
    failed.reject(error);
  });
  const stopped = new AbortController();
  void options.probe?.(stopped.signal).then(() => ready.resolve({}), ready.reject);
  return {
    name: options.name,
    ready: ready.promise,
    failed: failed.promise,
    pid: () => state.child.pid,
    stop: () => {
      ready.reject(new Error(`${options.name} was stopped`));
      stopped.abort();
      return stop(state, log);
    },
  };
}

interface State {
  child: ChildProcess;
  stopping: boolean;
  wasReady: boolean;
}

type OnReady = (content: Readonly<Record<string, unknown>>) => void;

function launch(
  { args, env, name, say }: ServiceOptions,
  log: ServiceLog,
  onReady: OnReady,
): ChildProcess {
  const child = spawn(process.execPath, ["--import", leash, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  log.follow(child.stdout, (line) => {
    const content = readyLine(line);
    if (content) onReady(content);
  });
  log.follow(child.stderr, (line) => {
    if (deservesAttention(line)) say(`${name} | ${line}`);
  });
  return child;
}

/** Resolves when the service was stopped; throws when it is dead for good. */
async function supervise({
  options,
  log,
  state,
  onReady,
}: {
  readonly options: ServiceOptions;
  readonly log: ServiceLog;
  readonly state: State;
  readonly onReady: OnReady;
}): Promise<void> {
  for (let restarts = 0; ; restarts += 1) {
    const end = await ended(state.child);
    if (state.stopping) return;
    log.note(`(${options.name} ended with ${end})`);
    if (!options.restart || !state.wasReady || restarts === patience.restarts) {
      throw new Error(`${options.name} ended with ${end}. Its last lines:\n${indent(log)}`);
    }
    const wait = Math.min(patience.firstRestartMs * 2 ** restarts, patience.lastRestartMs);
    options.say(`${options.name} ended with ${end}; starting it again in ${wait / 1000} s`);
    await sleep(wait, undefined, { ref: false });
    if (state.stopping) return;
    state.child = launch(options, log, onReady);
  }
}

async function stop(state: State, log: ServiceLog): Promise<void> {
  state.stopping = true;
  const { child } = state;
  signalGroup(child, "SIGTERM");
  const force = setTimeout(() => signalGroup(child, "SIGKILL"), patience.stopMs);
  await ended(child);
  clearTimeout(force);
  signalGroup(child, "SIGKILL");
  log.close();
}

async function ended(child: ChildProcess): Promise<string> {
  if (child.pid === undefined) return "a start that failed";
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.signalCode ?? `code ${child.exitCode}`;
}

/** The group holds what the process started itself; it may be gone already. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}

/** The processes log JSON with a level; what is not JSON was not expected to be printed. */
function deservesAttention(line: string): boolean {
  return line.trim() !== "" && !/^\{.*"level":\s*"?(?:trace|debug|info)/.test(line);
}

function readyLine(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith("{") || !line.includes('"ready":true')) return null;
  const content: unknown = JSON.parse(line);
  return typeof content === "object" && content !== null ? { ...content } : null;
}

function indent(log: ServiceLog): string {
  return log
    .lastLines()
    .map((line) => `    ${line}`)
    .join("\n");
}

function ignore(): void {}
