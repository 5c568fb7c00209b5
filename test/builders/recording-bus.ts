import type { Bus } from "#ports/bus.ts";

/** A bus within the process that also remembers every ring, in order. */
export interface RecordingBus extends Bus {
  readonly rings: readonly string[];
  forget(): void;
}

/** Makes a bus on which nothing has rung yet. */
export function createRecordingBus(): RecordingBus {
  const rings: string[] = [];
  const listeners = new Map<string, Set<() => void>>();
  return {
    rings,
    async ring(channel) {
      rings.push(channel);
      for (const heard of listeners.get(channel) ?? []) heard();
    },
    async listen(channel, heard) {
      const mine = listeners.get(channel) ?? new Set();
      listeners.set(channel, mine.add(heard));
      return async () => void mine.delete(heard);
    },
    forget: () => void rings.splice(0),
    close: async () => listeners.clear(),
  };
}
