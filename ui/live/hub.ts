import { EventBuffer } from "./event-buffer.ts";
import type { LiveEvent, LiveStatus, TabMessage } from "./live-event.ts";

export interface StreamHandlers {
  /** The stream is open and sends what comes after number `from`. */
  readonly onReady: (from: number) => void;
  readonly onEvent: (event: LiveEvent) => void;
  /** What was asked for is no longer kept; the stream goes on after `last`. */
  readonly onReset: (last: number) => void;
  /** The connection broke and is being made again. */
  readonly onLost: () => void;
}

/** What the hub needs of the browser. */
export interface LiveWorld {
  readonly tab: string;
  /** Opens the event stream after a number, or from now on; returns how to close it. */
  connect(after: () => number | null, handlers: StreamHandlers): () => void;
  /** Calls `lead` once this tab may own the stream; returns how to give up or leave the queue. */
  elect(lead: () => void): () => void;
  post(message: TabMessage): void;
  listen(heard: (message: TabMessage) => void): () => void;
  now(): number;
}

export interface LiveListener {
  /** The listener has everything up to this number; null where only what comes matters. */
  readonly after: number | null;
  readonly onEvent: (event: LiveEvent) => void;
  /** Something was missed for good: read everything again. */
  readonly onReset: () => void;
}

export interface LiveState {
  readonly status: LiveStatus;
  /** Since when nothing can have arrived, in ms; null while live. */
  readonly since: number | null;
}

interface Seat {
  readonly listener: LiveListener;
  seen: number | null;
}

/**
 * One event stream per browser: one tab owns it and tells the others. Every listener gets each event
 * once and in order, from its own starting number, whichever tab leads.
 */
export class LiveHub {
  readonly #world: LiveWorld;
  readonly #buffer = new EventBuffer();
  readonly #seats = new Set<Seat>();
  readonly #watchers = new Set<() => void>();
  #state: LiveState = { status: "connecting", since: null };
  #leave: (() => void) | null = null;
  #close: (() => void) | null = null;
  #deaf: (() => void) | null = null;

  constructor(world: LiveWorld) {
    this.#world = world;
  }

  readonly state = (): LiveState => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  start(): void {
    if (this.#leave) return;
    this.#deaf = this.#world.listen((message) => this.#heard(message));
    this.#leave = this.#world.elect(() => this.#lead());
    this.#greet();
  }

  /** Lets go of the stream; `start` resumes where it was. */
  stop(status: LiveStatus = "connecting"): void {
    this.#close?.();
    this.#leave?.();
    this.#deaf?.();
    this.#close = this.#leave = this.#deaf = null;
    this.#set(status);
  }

  /** Listens from a number on; what came since is delivered at once. Returns how to stop. */
  subscribe(listener: LiveListener): () => void {
    const seat: Seat = { listener, seen: listener.after };
    this.#seats.add(seat);
    if (this.#buffer.last !== null) this.#catchUp(seat, this.#buffer.after(seat.seen ?? Infinity));
    return () => this.#seats.delete(seat);
  }

  #lead(): void {
    this.#close = this.#world.connect(() => this.#cursor(), {
      onReady: (from) => this.#ready(from),
      onEvent: (event) => {
        this.#take([event]);
        this.#world.post({ type: "events", events: [event] });
      },
      onReset: (last) => {
        this.#reset(last);
        this.#world.post({ type: "reset", last });
      },
      onLost: () => this.#tellStatus("reconnecting"),
    });
  }

  #ready(from: number): void {
    if (this.#buffer.last === null) this.#begin(from);
    this.#tellStatus("live");
  }

  #begin(from: number): void {
    this.#buffer.restart(from);
    for (const seat of this.#seats) {
      if (seat.seen !== null && seat.seen < from) this.#catchUp(seat, null);
    }
  }

  #tellStatus(status: LiveStatus): void {
    this.#set(status);
    this.#world.post({ type: "status", status });
  }

  #heard(message: TabMessage): void {
    switch (message.type) {
      case "status":
        this.#set(message.status);
        if (this.#buffer.last === null) this.#greet();
        return;
      case "events":
        return this.#follow(message.events);
      case "reset":
        return this.#reset(message.last);
      case "hello":
        return this.#welcome(message.tab, message.after);
      case "welcome":
        if (message.tab === this.#world.tab) this.#join(message);
        return;
    }
  }

  #greet(): void {
    this.#world.post({ type: "hello", tab: this.#world.tab, after: this.#cursor() });
  }

  /** Takes what the leader sent, or asks again where something before it is missing. */
  #follow(events: readonly LiveEvent[]): void {
    const { last } = this.#buffer;
    const [first] = events;
    if (last === null || (first && first.seq > last + 1)) this.#greet();
    else this.#take(events);
  }

  /** Only the leader answers, and only once it knows where its stream begins. */
  #welcome(tab: string, after: number | null): void {
    const { last } = this.#buffer;
    if (!this.#close || last === null) return;
    const events = after === null ? [] : this.#buffer.after(after);
    const from = after === null || events === null ? last : after;
    this.#world.post({ type: "welcome", tab, status: this.#state.status, from, events });
  }

  #join({ status, from, events }: Extract<TabMessage, { type: "welcome" }>): void {
    this.#set(status);
    if (events === null) return this.#reset(from);
    if (this.#buffer.last === null) this.#begin(from);
    this.#take(events);
  }

  #take(events: readonly LiveEvent[]): void {
    for (const event of events) {
      if (!this.#buffer.add(event)) continue;
      for (const seat of this.#seats) this.#deliver(seat, event);
    }
  }

  #reset(last: number): void {
    this.#buffer.restart(last);
    for (const seat of this.#seats) this.#catchUp(seat, null);
  }

  #catchUp(seat: Seat, missed: readonly LiveEvent[] | null): void {
    if (missed === null) {
      seat.seen = this.#buffer.last;
      seat.listener.onReset();
    } else {
      for (const event of missed) this.#deliver(seat, event);
    }
  }

  #deliver(seat: Seat, event: LiveEvent): void {
    if (seat.seen !== null && event.seq <= seat.seen) return;
    seat.seen = event.seq;
    seat.listener.onEvent(event);
  }

  /** Where the stream has to begin so that nobody here misses anything. */
  #cursor(): number | null {
    if (this.#buffer.last !== null) return this.#buffer.last;
    const starts = [...this.#seats].flatMap(({ seen }) => (seen === null ? [] : [seen]));
    return starts.length === 0 ? null : Math.min(...starts);
  }

  #set(status: LiveStatus): void {
    if (status === this.#state.status) return;
    const since = status === "live" ? null : (this.#state.since ?? this.#world.now());
    this.#state = { status, since };
    for (const watcher of this.#watchers) watcher();
  }
}
