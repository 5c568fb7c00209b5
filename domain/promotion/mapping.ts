import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { WorkloadIdentity, WorkloadKey } from "#domain/glossary.ts";
import { parseImageRewrite } from "#domain/image/rewrite.ts";
import type { ImageRewrite } from "#domain/image/rewrite.ts";

/** A source's workloads that have another name in the target: `shop-dev:deployment/*` is `shop:deployment/*` there. */
export interface WorkloadMapping {
  readonly from: string;
  readonly to: string;
}

/** How the workloads and images of one cluster are called in another; what no rule matches is called the same. */
export interface ClusterMapping {
  readonly workloads: readonly WorkloadMapping[];
  readonly images: readonly ImageRewrite[];
}

/** Every workload and image has the same name in both clusters. */
export const sameNames: ClusterMapping = { workloads: [], images: [] };

const parts = ["namespace", "kind", "name"] as const;
const partForm = /^[A-Za-z0-9_.-]*\*?[A-Za-z0-9_.-]*$/;

/**
 * Reads the rules of a mapping as people write them and gives them their one form. Throws `DomainError` "invalid"
 * with the rule's number, the side and the flaw; its data has a `pointer` such as `/workloads/0/to`.
 */
export function parseClusterMapping(input: ClusterMapping): ClusterMapping {
  return {
    workloads: input.workloads.map((rule, at) =>
      located(`/workloads/${at}`, () => parseWorkloadMapping(rule)),
    ),
    images: input.images.map((rule, at) => located(`/images/${at}`, () => parseImageRewrite(rule))),
  };
}

/**
 * Reads one rule of patterns `namespace:kind/name`, in which each part may hold one `*`; what it stands for is carried
 * over to the same part of `to`. Throws `DomainError` "invalid" that says which side is wrong and why.
 */
export function parseWorkloadMapping({ from, to }: WorkloadMapping): WorkloadMapping {
  const source = parsePattern("from", from);
  const target = parsePattern("to", to);
  for (const part of parts) {
    if (!target[part].includes("*") || source[part].includes("*")) continue;
    throw flawed("to", to, `its ${part} has a "*" that the ${part} of "${from}" has nothing for`);
  }
  return { from: workloadKey(source), to: workloadKey(target) };
}

/** What the source's workload is called in the target: the first rule that matches decides. */
export function mapWorkload(key: WorkloadKey, { workloads }: ClusterMapping): WorkloadKey {
  const identity = parseWorkloadKey(key);
  if (!identity) return key;
  for (const { from, to } of workloads) {
    const mapped = applyRule(identity, { from, to });
    if (mapped) return mapped;
  }
  return key;
}

/** The target's workloads with the source's workloads that are called so there; several are an ambiguity. */
export function workloadsByTarget(
  sources: Iterable<WorkloadKey>,
  mapping: ClusterMapping,
): ReadonlyMap<WorkloadKey, readonly WorkloadKey[]> {
  return Map.groupBy([...sources].toSorted(), (key) => mapWorkload(key, mapping));
}

function applyRule(identity: WorkloadIdentity, rule: WorkloadMapping): WorkloadKey | null {
  const from = parseWorkloadKey(rule.from);
  const to = parseWorkloadKey(rule.to);
  if (!from || !to) return null;
  const namespace = carryOver(identity.namespace, from.namespace, to.namespace);
  const kind = carryOver(identity.kind, from.kind, to.kind);
  const name = carryOver(identity.name, from.name, to.name);
  if (namespace === null || kind === null || name === null) return null;
  return workloadKey({ namespace, kind, name });
}

/** The part under its new pattern; null where it does not match the old one. */
function carryOver(text: string, from: string, to: string): string | null {
  const star = from.indexOf("*");
  if (star === -1) return text === from ? to : null;
  const [head, tail] = [from.slice(0, star), from.slice(star + 1)];
  const fits = text.length >= head.length + tail.length;
  if (!fits || !text.startsWith(head) || !text.endsWith(tail)) return null;
  const held = text.slice(head.length, text.length - tail.length);
  return to.replace("*", () => held);
}

function parsePattern(side: "from" | "to", text: string): WorkloadIdentity {
  const identity = parseWorkloadKey(text);
  if (!identity) throw flawed(side, text, "it is not of the form namespace:kind/name");
  for (const part of parts) {
    const value = identity[part];
    if (partForm.test(value)) continue;
    const flaw = /\*.*\*/.test(value)
      ? `its ${part} has more than one "*"`
      : `its ${part} "${value}" has characters that no ${part} can have`;
    throw flawed(side, text, flaw);
  }
  return identity;
}

function flawed(side: "from" | "to", text: string, flaw: string): DomainError {
  const message = `"${text}" cannot be the "${side}" of a workload mapping: ${flaw}.`;
  return new DomainError("invalid", message, { side, pattern: text });
}

function located<T>(pointer: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const side = typeof error.data["side"] === "string" ? `/${error.data["side"]}` : "";
    const data = { ...error.data, pointer: `${pointer}${side}` };
    throw new DomainError(error.code, error.message, data);
  }
}
