import type { ObservedWorkload } from "#domain/rollout/observed.ts";

/** How many bytes of the SHA-256 of `markText` are a workload's mark. */
export const markBytes = 8;

/**
 * What a workload's mark is taken of: all that is reported of it, the names in every object sorted, so that it does
 * not matter how either side keeps it. Two workloads with the same mark are the same.
 */
export function markText(workload: ObservedWorkload): string {
  return JSON.stringify(workload, (_name, value: unknown) =>
    isRecord(value) ? sorted(value) : value,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(record).sort()) result[name] = record[name];
  return result;
}
