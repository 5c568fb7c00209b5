import { Pace } from "./pace.ts";
import type { Alarm, WatchClock } from "./watch-clock.ts";
import type { WatchTuning } from "./watch-tuning.ts";

/** Why a watch has to begin again. */
export type Setback =
  /** There was no way to the server. */
  | { readonly kind: "cut-off" }
  /** The server ended the watch as soon as it began. */
  | { readonly kind: "brief" }
  /** The server forgot the version to go on from. */
  | { readonly kind: "expired" }
  /** The server said no; it may have said for how long. */
  | { readonly kind: "refused"; readonly retryAfterMs: number | null }
  /** The right is missing. */
  | { readonly kind: "forbidden" }
  /** What the server said could not be used. */
  | { readonly kind: "unusable" };

interface Pause {
  readonly startedAt: number;
  readonly end: AbortController;
  alarm: Alarm | null;
}

/** Whether it may be the trouble of every watch. */
const isTrouble: Readonly<Record<Setback["kind"], boolean>> = {
  "cut-off": true,
  brief: true,
  expired: false,
  refused: true,
  forbidden: false,
  unusable: false,
};

/** How long a watch pauses after each setback, and when a pause ends early because the server is there again. */
export class Recovery {
  readonly #tuning: WatchTuning;
  readonly #clock: WatchClock;
  readonly #reached: () => void;
  readonly #paces: Readonly<Record<Setback["kind"], Pace>>;
  #last: Setback | null = null;
  #isInTrouble = false;
  #hasExpired = false;
  /** How many pauses ended early since a watch was last of use. */
  #wakes = 0;
  #pause: Pause | null = null;
  #steady: Alarm | null = null;
  #wellAt: number;

  constructor(options: {
    readonly tuning: WatchTuning;
    readonly clock: WatchClock;
    /** Told when the server is there again after trouble. */
    readonly reached: () => void;
  }) {
    const { tuning, clock, reached } = options;
    this.#tuning = tuning;
    this.#clock = clock;
    this.#reached = reached;
    this.#wellAt = clock.now();
    const pace = (firstMs: number, longestMs: number): Pace =>
      new Pace({ firstMs, longestMs, random: clock.random });
    const failures = pace(tuning.backoffMs, tuning.longestBackoffMs);
    this.#paces = {
      "cut-off": pace(tuning.backoffMs, Math.min(tuning.longestBackoffMs, tuning.longestCutOffMs)),
      brief: pace(tuning.backoffMs, tuning.longestBackoffMs),
      expired: pace(tuning.backoffMs, tuning.longestBackoffMs),
      refused: failures,
      forbidden: pace(tuning.refusedMs, tuning.longestRefusedMs),
      unusable: failures,
    };
  }

  /** The server accepted a watch; that alone does not show that it will last. */
  opened(): void {
    this.#steady = this.#clock.alarm(this.#tuning.steadyMs, () => this.heard());
  }

  /** The server can be talked to. */
  heard(): void {
    if (!this.#isInTrouble) return;
    this.#isInTrouble = false;
    this.#reached();
  }

  /** A watch is over that lasted so long. */
  closed(lastedMs: number): void {
    this.#steady?.stop();
    if (lastedMs < this.#tuning.shortWatchMs) return;
    this.#hasExpired = false;
    this.#wakes = 0;
    this.#wellAt = this.#clock.now();
    for (const [kind, pace] of Object.entries(this.#paces)) if (kind !== "forbidden") pace.reset();
  }

  /** The right is there again. */
  allowed(): void {
    this.#paces.forbidden.reset();
  }

  /** The pause that a setback asks for, in milliseconds. */
  pauseMs(setback: Setback): number {
    const { kind } = setback;
    this.#last = setback;
    this.#isInTrouble ||= isTrouble[kind];
    if (kind === "forbidden") return this.#paces.forbidden.next();
    // A list is asked for at once, and where that does not help, less and less often.
    const isFirst = kind === "expired" && !this.#hasExpired;
    if (kind === "expired") this.#hasExpired = true;
    if (isFirst) return 0;
    const own = this.#paces[kind].next(this.#clock.now() - this.#wellAt);
    const asked = kind === "refused" ? (setback.retryAfterMs ?? 0) : 0;
    return Math.max(Math.min(asked, this.#tuning.longestRetryAfterMs), own);
  }

  /** Pauses; resolves early when the signal aborts, or when `serverAnswers` says that there is nothing to wait for. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    const pause: Pause = { startedAt: this.#clock.now(), end: new AbortController(), alarm: null };
    this.#pause = pause;
    await this.#clock.pause(ms, AbortSignal.any([signal, pause.end.signal]));
    pause.alarm?.stop();
    this.#pause = null;
  }

  /**
   * Another watch reached the server after trouble of its own. Ends the pause at once the first time; where that was
   * of no use, each time after a longer wait, so that watches cannot keep each other awake while the server comes and goes.
   */
  serverAnswers(): void {
    const pause = this.#pause;
    if (pause === null || pause.alarm !== null || !this.#isWakeable) return;
    const { backoffMs, longestWakeMs } = this.#tuning;
    const leastMs = this.#wakes === 0 ? 0 : backoffMs * 2 ** Math.min(this.#wakes - 1, 16);
    this.#wakes += 1;
    const pausedMs = this.#clock.now() - pause.startedAt;
    const leftMs = Math.max(0, Math.min(leastMs, longestWakeMs) - pausedMs);
    pause.alarm = this.#clock.alarm(leftMs, () => pause.end.abort());
  }

  get #isWakeable(): boolean {
    switch (this.#last?.kind) {
      case "cut-off":
      case "brief":
      case "expired":
        return true;
      case "refused":
        return this.#last.retryAfterMs === null;
      case "forbidden":
      case "unusable":
      case undefined:
        return false;
    }
  }
}
