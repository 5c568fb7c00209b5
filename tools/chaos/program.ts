import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { z } from "zod";

const Ready = z.object({ ready: z.literal(true), port: z.number().optional() });
const longestStartMs = 60_000;
const linesKept = 40;

/** A program of the product in a process of its own, which may be killed and started again. */
export class Program {
  readonly name: string;
  readonly #file: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #lines: string[] = [];
  #child: ChildProcess | null = null;
  #isFrozen = false;

  constructor(options: {
    readonly name: string;
    readonly file: string;
    readonly env: Readonly<Record<string, string>>;
  }) {
    this.name = options.name;
    this.#file = options.file;
    this.#env = options.env;
  }

  /** Whether connections to it are worth a try, as a load balancer would find out. */
  get answers(): boolean {
    return this.#child !== null && !this.#isFrozen;
  }

  /** The last lines that it printed. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Starts it; `ready` resolves to its ready line, and rejects where it ends before. */
  start(): { readonly ready: Promise<{ readonly port: number }> } {
    const child = spawn(process.execPath, [this.#file], {
      env: { NODE_ENV: "production", PATH: process.env["PATH"], ...this.#env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.once("exit", (code, signal) => {
      this.#note(`ended with ${code ?? signal}`);
      if (this.#child === child) this.#child = null;
    });
    createInterface({ input: child.stderr }).on("line", (line) => this.#note(line));
    const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number }>();
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#note(line);
      const ready = line.startsWith('{"ready"') ? Ready.safeParse(JSON.parse(line)) : null;
      if (ready?.success) resolve({ port: ready.data.port ?? 0 });
    });
    const fail = (how: string): void =>
      reject(new Error(`${this.name} ${how}. Its last lines:\n${this.#lines.join("\n")}`));
    const late = setTimeout(fail, longestStartMs, "was not ready in time");
    child.once("exit", () => fail("ended before it was ready"));
    const ready = promise.finally(() => clearTimeout(late));
    ready.catch(() => undefined);
    return { ready };
  }

  /** Ends it as a crash does. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** Stops it for a while, as a machine that swaps or a node that sleeps does. */
  freeze(): { readonly thaw: () => void } {
    const child = this.#child;
    child?.kill("SIGSTOP");
    this.#isFrozen = true;
    return {
      thaw: () => {
        this.#isFrozen = false;
        child?.kill("SIGCONT");
      },
    };
  }

  async #end(signal: "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  #note(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > linesKept) this.#lines.shift();
  }
}
