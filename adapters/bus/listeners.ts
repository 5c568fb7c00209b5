/** Who waits for which bell, within this process. */
export interface Listeners {
  /** Adds a listener; the returned function takes it out again. */
  add(bell: string, heard: () => void): () => void;
  call(bell: string): void;
  callAll(): void;
}

export function createListeners(): Listeners {
  const byBell = new Map<string, Set<() => void>>();
  function call(bell: string): void {
    for (const heard of byBell.get(bell) ?? []) heard();
  }
  return {
    add(bell, listener) {
      // Its own function each time: the same one may listen twice.
      const heard = () => listener();
      const mine = byBell.get(bell) ?? new Set();
      byBell.set(bell, mine.add(heard));
      return () => {
        mine.delete(heard);
        if (mine.size === 0 && byBell.get(bell) === mine) byBell.delete(bell);
      };
    },
    call,
    callAll: () => [...byBell.keys()].forEach(call),
  };
}
