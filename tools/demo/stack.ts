import { join } from "node:path";

import type { RunningPostgres } from "#tools/postgres/start-postgres.ts";

import type { Environment } from "./environment.ts";
import { startService } from "./service.ts";
import type { Service } from "./service.ts";

export interface Launch {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** Whether its death ends everything, because others hold on to its addresses. */
  readonly vital?: boolean;
  readonly probe?: (stopped: AbortSignal) => Promise<void>;
}

/** Servers that are none of the product's processes. */
export interface Beside {
  /** Rejects when one died; never resolves. */
  readonly failed: Promise<never>;
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

/**
 * What runs, in groups that became ready together; they are stopped in the reverse order, the
 * members of a group at once.
 */
export class Stack {
  readonly #groups: Service[][] = [[]];
  readonly #logFolder: string;
  readonly #say: (line: string) => void;
  readonly #beside: Beside[] = [];
  #postgres: RunningPostgres | undefined;
  #closed = false;

  constructor({
    logFolder,
    say,
  }: {
    readonly logFolder: string;
    readonly say: (line: string) => void;
  }) {
    this.#logFolder = logFolder;
    this.#say = say;
  }

  /** Takes a started server in, to be stopped after everything else. */
  keep(postgres: RunningPostgres): RunningPostgres {
    this.#postgres = postgres;
    return postgres;
  }

  /** Takes in what runs beside the processes, to be stopped after them. */
  keepBeside(part: Beside): void {
    this.#beside.push(part);
  }

  /** Starts a process; it is part of the stack from now on. */
  launch({ name, args, env, vital = false, probe }: Launch): Service {
    if (this.#closed) throw new Error(`${name} is not started any more: everything stops`);
    const service = startService({
      name,
      args,
      env,
      say: this.#say,
      restart: !vital,
      logFile: join(this.#logFolder, `${name.replaceAll(/\W+/g, "-")}.log`),
      ...(probe ? { probe } : {}),
    });
    this.#groups.at(-1)?.push(service);
    return service;
  }

  /** Resolves when every process launched so far is ready; the next one begins a new group. */
  async ready(): Promise<void> {
    await Promise.all(this.#services().map((service) => service.ready));
    this.#groups.push([]);
  }

  /** Rejects when one of them died for good. */
  async failed(): Promise<never> {
    const postgres = this.#postgres;
    const lost = postgres?.ended.then((code) => {
      throw new Error(`Postgres ended with code ${code}. Its last lines:\n${postgres.log()}`);
    });
    const never = new Promise<never>(() => undefined);
    return Promise.race([
      never,
      ...(lost ? [lost] : []),
      ...this.#beside.map(({ failed }) => failed),
      ...this.#services().map(({ failed }) => failed),
    ]);
  }

  pid(name: string): number | undefined {
    return this.#services()
      .find((service) => service.name === name)
      ?.pid();
  }

  pids(): readonly number[] {
    const pids = [...this.#services().map((service) => service.pid()), this.#postgres?.pid];
    const besides = this.#beside.flatMap((part) => part.pids());
    return [...pids.filter((pid) => pid !== undefined), ...besides];
  }

  /** Stops what runs; nothing can be launched any more. May be called again. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const group of this.#groups.toReversed()) {
      await Promise.all(group.map((service) => service.stop()));
    }
    await Promise.all(this.#beside.map((part) => part.stop()));
    await this.#postgres?.close();
  }

  #services(): readonly Service[] {
    return this.#groups.flat();
  }
}
