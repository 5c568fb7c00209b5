"use client";
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function read(): number {
  if (now === 0 || timer === null) now = Date.now();
  return now;
}

/**
 * The time, from one clock for the whole page. Null while the server renders and the page hydrates, so that
 * both print the same.
 */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, read, () => 0) || null;
}
