import "server-only";

interface Page {
  readonly events: readonly { readonly seq: number; readonly event: object }[];
  readonly reset: boolean;
  readonly last: number;
}

export interface EventSourceOptions {
  /** The number after which the reader wants events; null for what comes from now on. */
  readonly after: number | null;
  readonly read: (after: number) => Promise<Page>;
  /** Calls back when there may be something new; returns how to stop. */
  readonly listen: (heard: () => void) => Promise<() => Promise<void>>;
  readonly signal: AbortSignal;
  /** Called when the stream is over, however it ended. */
  readonly ended?: () => void;
  readonly heartbeatMs?: number;
  readonly lifetimeMs?: number;
}

/**
 * The organization's events as server-sent events, each with its number as `id`, from `after` on without a
 * gap. A bell wakes it; each heartbeat looks as well, because bells may be lost. Ends by itself so that
 * connections are made anew, and permissions with them.
 */
export async function* eventFrames(options: EventSourceOptions): AsyncGenerator<string> {
  const { read, listen, signal, heartbeatMs = 15_000, lifetimeMs = 600_000 } = options;
  const bell = new Bell(signal);
  const stop = await listen(() => bell.ring());
  const endsAt = Date.now() + lifetimeMs;
  try {
    let after = options.after ?? (await read(Number.MAX_SAFE_INTEGER)).last;
    yield `retry: 2000\n\n${frame("ready", after, {})}`;
    while (!signal.aborted && Date.now() < endsAt) {
      const { events, reset, last } = await read(after);
      if (reset) {
        after = last;
        yield frame("reset", last, {});
      }
      for (const { seq, event } of events) {
        after = seq;
        yield frame("message", seq, event);
      }
      if (events.length === 0 && !(await bell.wait(heartbeatMs))) yield ": still here\n\n";
    }
  } finally {
    options.ended?.();
    await stop();
  }
}

/** Frames as a response that proxies neither buffer nor change. */
export function eventResponse(frames: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await frames.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await frames.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      // A process that ends must not get the reader back on the same connection.
      connection: "close",
    },
  });
}

function frame(name: string, id: number, data: object): string {
  const event = name === "message" ? "" : `event: ${name}\n`;
  return `${event}id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Remembers a ring until someone waits for it. */
class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.ring(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** True once rung, false when the time is over. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }
}
