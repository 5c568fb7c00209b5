import type { ObservedWorkload } from "./observed.ts";

/**
 * What an Argo CD Application still waits for: its operation, that the cluster is as its source says, and that all of
 * it is healthy. `conditions` hold these as Operation, Synced and Healthy, their reasons in Argo CD's own words.
 */
export function applicationPending({ conditions }: ObservedWorkload): string | null {
  const [operation, synced, healthy] = ["Operation", "Synced", "Healthy"].map((wanted) =>
    conditions.find(({ type }) => type === wanted),
  );
  if (operation?.reason === "Running" || operation?.reason === "Terminating") {
    return `Argo CD is syncing it: ${operation.message ?? "running"}`;
  }
  if (synced?.status !== "True") {
    return `Argo CD has not synced it: ${synced?.reason ?? "it has not been looked at yet"}`;
  }
  if (healthy?.status === "True") return null;
  return `Argo CD says ${healthy?.reason ?? "nothing of its health yet"}${detail(healthy?.message)}`;
}

function detail(message: string | null | undefined): string {
  return message ? `: ${message}` : "";
}
