import { at } from "#sandbox/kubernetes/json.ts";
import type { Node, NodeTerm, Pod } from "#sandbox/kubernetes/pod.ts";

/** Why the pod cannot run on the node, in the scheduler's words, or null where it can. */
export function whyUnfit(pod: Pod, node: Node): string | null {
  if (node.spec?.unschedulable && !isDaemonPod(pod)) return "node(s) were unschedulable";
  const ready = node.status?.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") return "node(s) were not ready";
  if (!matchesSelector(pod, node) || !matchesAffinity(pod, node)) {
    return "node(s) didn't match Pod's node affinity/selector";
  }
  return ["cpu", "memory"].map((name) => lacking({ pod, node, name })).find(Boolean) ?? null;
}

function isDaemonPod({ metadata }: Pod): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet") ?? false;
}

function matchesSelector({ spec }: Pod, { metadata }: Node): boolean {
  return Object.entries(spec.nodeSelector ?? {}).every(
    ([key, value]) => metadata.labels?.[key] === value,
  );
}

function matchesAffinity({ spec }: Pod, node: Node): boolean {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  return required.nodeSelectorTerms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.every((term) => holds(term, node.metadata.labels?.[term.key])) &&
      matchFields.every((term) => holds(term, node.metadata.name)),
  );
}

function holds({ operator, values = [] }: NodeTerm, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return Number(value) > Number(values[0]);
    case "Lt":
      return Number(value) < Number(values[0]);
  }
}

/** Only a pod larger than the whole node is refused: what already runs there is not added up. */
function lacking({ pod, node, name }: { pod: Pod; node: Node; name: string }): string | null {
  const wanted = pod.spec.containers
    .map(({ resources }) => quantity(String(resources?.requests?.[name] ?? "0")))
    .reduce((sum, amount) => sum + amount, 0);
  const there = at(node.status, "allocatable", name);
  return typeof there === "string" && wanted > quantity(there) ? `Insufficient ${name}` : null;
}

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function quantity(text: string): number {
  const [, number = "0", suffix = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number) * (factors[suffix] ?? 1);
}
