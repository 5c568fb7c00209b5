import { setTimeout as delay } from "node:timers/promises";

/** Something that is done again and again until it is closed. */
export interface Repeated {
  /** Does it now instead of at the end of the pause. */
  wake(): void;
  close(): Promise<void>;
}

/** Does the work, pauses, and so on. A failure is reported and does not end it. */
export function repeat(input: {
  readonly pauseMs: number;
  readonly work: () => Promise<void>;
  readonly failed: (error: unknown) => void;
}): Repeated {
  const stop = new AbortController();
  let pause = new AbortController();
  let rung = false;
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      rung = false;
      await input.work().catch(input.failed);
      if (rung || stop.signal.aborted) continue;
      pause = new AbortController();
      await delay(input.pauseMs, undefined, { signal: pause.signal, ref: true }).catch(
        () => undefined,
      );
    }
  };
  const ended = run();
  return {
    wake() {
      rung = true;
      pause.abort();
    },
    async close() {
      stop.abort();
      pause.abort();
      await ended;
    },
  };
}
