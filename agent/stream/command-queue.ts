import type { SyncDiff } from "#contracts/agent-diff.ts";
import type { PodLogs } from "#contracts/agent-logs.ts";
import type { NudgeSummary } from "#contracts/agent-nudge.ts";
import type { AgentCommand, AgentFrame } from "#contracts/agent-protocol.ts";
import type { SyncSummary } from "#contracts/agent-sync.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { ConnectionLost } from "./content-requests.ts";

const mostResults = 1_000;

/** What came of a command. */
export interface Outcome {
  readonly ok: boolean;
  readonly message: string;
  readonly sync: SyncSummary | null;
  readonly diff?: SyncDiff;
  readonly logs?: PodLogs;
  readonly nudge?: NudgeSummary;
  /** What the agent does about it afterwards; each time there is more to say the command is answered again. */
  readonly follow?: (tell: (outcome: Outcome) => void) => Promise<void>;
}

/**
 * Carries out commands one after the other; one that comes again is answered, not done again. A question for logs
 * waits for nothing and is not remembered: a person waits for it, and it changes nothing.
 */
export class CommandQueue {
  readonly #execute: (command: AgentCommand) => Promise<Outcome>;
  readonly #send: (frame: AgentFrame) => void;
  readonly #log: Log;
  readonly #results = new Map<string, Outcome>();
  readonly #waiting = new Map<string, AgentCommand>();
  #running: Promise<void> | null = null;

  constructor(options: {
    readonly execute: (command: AgentCommand) => Promise<Outcome>;
    /** Sends on the connection there is, if any. */
    readonly send: (frame: AgentFrame) => void;
    readonly log: Log;
  }) {
    this.#execute = options.execute;
    this.#send = options.send;
    this.#log = options.log;
  }

  take(id: string, command: AgentCommand): void {
    const known = this.#results.get(id);
    if (known !== undefined) return this.#answer(id, known);
    this.#send({ type: "commandReceived", id });
    if (command.name === "logs") return void this.#answerNow(id, command);
    this.#waiting.set(id, command);
    this.#start();
  }

  /** Resolves when nothing is being carried out. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #answerNow(id: string, command: AgentCommand): Promise<void> {
    const outcome = await this.#run(command);
    if (outcome !== null) this.#answer(id, outcome);
  }

  #start(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      if (this.#waiting.size > 0) this.#start();
    });
  }

  async #work(): Promise<void> {
    for (const [id, command] of this.#waiting) {
      const outcome = await this.#run(command);
      this.#waiting.delete(id);
      if (outcome === null) continue;
      this.#settle(id, outcome);
      outcome
        .follow?.((next) => this.#settle(id, next))
        .catch((error: unknown) => {
          this.#log("info", "command is not followed any more", { error: errorText(error) });
        });
    }
  }

  #settle(id: string, outcome: Outcome): void {
    this.#remember(id, outcome);
    this.#answer(id, outcome);
  }

  /** Null where the command has to be delivered again. */
  async #run(command: AgentCommand): Promise<Outcome | null> {
    this.#log("info", "command", { command: command.name });
    try {
      return await this.#execute(command);
    } catch (error) {
      this.#log("warning", "command failed", { command: command.name, error: errorText(error) });
      if (error instanceof ConnectionLost) return null;
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, message: message.slice(0, 2000), sync: null };
    }
  }

  #remember(id: string, outcome: Outcome): void {
    this.#results.set(id, outcome);
    const oldest = this.#results.keys().next();
    if (this.#results.size > mostResults && !oldest.done) this.#results.delete(oldest.value);
  }

  #answer(id: string, { ok, message, sync, diff, logs, nudge }: Outcome): void {
    const found = { ...(diff && { diff }), ...(logs && { logs }), ...(nudge && { nudge }) };
    this.#send({ type: "commandResult", id, ok, message, sync, ...found });
  }
}
