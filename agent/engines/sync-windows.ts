import { z } from "zod";

import type { Windowed } from "#agent/project/engine-source.ts";

import { lastStart, readSchedule } from "./window-times.ts";

const globs = z.array(z.string()).nullish();

const SyncWindow = z.object({
  kind: z.string(),
  schedule: z.string(),
  duration: z.string(),
  applications: globs,
  namespaces: globs,
  clusters: globs,
  manualSync: z.boolean().nullish(),
  timeZone: z.string().nullish(),
  andOperator: z.boolean().nullish(),
});
export type SyncWindow = z.infer<typeof SyncWindow>;

/** Of an AppProject only its windows are looked at. */
export const AppProject = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().default("") }),
  spec: z.object({ syncWindows: z.array(SyncWindow).nullish() }),
});

/** What windows are matched against. */
export type WindowedApplication = Omit<Windowed, "project"> & { readonly name: string };

export interface WindowState {
  /** Whether Argo CD syncs by itself now. */
  readonly open: boolean;
  /** Whether it syncs when a person asks now. */
  readonly openToPeople: boolean;
  /** When that changes at the latest, in milliseconds; null where it is open, or not known. */
  readonly until: number | null;
}

const alwaysOpen: WindowState = { open: true, openToPeople: true, until: null };

/**
 * Whether an Application may sync now, as Argo CD decides it: an active denial shuts it, and so does it where windows
 * allow at other times only. A window that cannot be read is taken for none, as Argo CD reports it elsewhere.
 */
export function windowState(
  windows: readonly SyncWindow[],
  application: WindowedApplication,
  now: number,
): WindowState {
  const about = windows
    .filter((window) => isAbout(window, application))
    .flatMap((window) => timesOf(window, now) ?? []);
  const denials = about.filter(({ window, end }) => window.kind === "deny" && end !== null);
  if (denials.length > 0) {
    return shut(denials, Math.max(...denials.map(({ end }) => end ?? now)));
  }
  const allowing = about.filter(({ window }) => window.kind === "allow");
  if (allowing.length === 0 || allowing.some(({ end }) => end !== null)) return alwaysOpen;
  const next = allowing.flatMap(({ nextOpens }) => nextOpens() ?? []);
  return shut(allowing, next.length === 0 ? null : Math.min(...next));
}

function shut(by: readonly TimedWindow[], until: number | null): WindowState {
  const openToPeople = by.every(({ window }) => window.manualSync === true);
  return { open: false, openToPeople, until };
}

interface TimedWindow {
  readonly window: SyncWindow;
  /** When it ends; null where it is not active. */
  readonly end: number | null;
  readonly nextOpens: () => number | null;
}

function timesOf(window: SyncWindow, now: number): TimedWindow | null {
  const schedule = readSchedule(window.schedule, window.timeZone ?? "");
  const duration = durationMs(window.duration);
  if (schedule === null || duration === null) return null;
  const start = lastStart(schedule, { after: now - duration, at: now });
  return {
    window,
    end: start === null ? null : start + duration,
    nextOpens: () => schedule.nextRun(new Date(now))?.getTime() ?? null,
  };
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** A duration as Go writes it, in whole hours, minutes and seconds: `1h30m`. */
function durationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?[hms])+$/.test(text)) return null;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)([hms])/g);
  return [...parts].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

function isAbout(window: SyncWindow, application: WindowedApplication): boolean {
  const asked = [
    { patterns: window.applications ?? [], names: [application.name] },
    { patterns: window.namespaces ?? [], names: [application.namespace] },
    { patterns: window.clusters ?? [], names: application.clusters },
  ].filter(({ patterns }) => patterns.length > 0);
  const answers = asked.map(({ patterns, names }) =>
    patterns.some((pattern) => names.some((name) => isMatch(pattern, name))),
  );
  return window.andOperator === true
    ? answers.length > 0 && answers.every(Boolean)
    : answers.some(Boolean);
}

/** `*` for any text and `?` for any sign; a pattern of another form is taken by the letter. */
function isMatch(pattern: string, name: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s").test(name);
}
