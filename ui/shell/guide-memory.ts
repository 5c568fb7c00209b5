import { type GuideStep, readSteps } from "./guide.ts";

const storageKey = "stagecoach.guide";
const watchers = new Set<() => void>();

/** The steps that were done in this browser, as text. */
export function rememberedSteps(): string {
  return localStorage.getItem(storageKey) ?? "";
}

export function markStep(step: GuideStep): void {
  const steps = readSteps(rememberedSteps());
  if (steps.includes(step)) return;
  localStorage.setItem(storageKey, [...steps, step].join(","));
  for (const watcher of watchers) watcher();
}

export function watchSteps(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
