import { parseWorkloadKey } from "#domain/glossary.ts";

/** The address of a workload's page. */
export function workloadHref(org: string, key: string): string {
  const identity = parseWorkloadKey(key);
  if (!identity) return `/${org}/workloads`;
  const parts = [identity.namespace, identity.kind, identity.name].map(encodeURIComponent);
  return `/${org}/workloads/${parts.join("/")}`;
}
