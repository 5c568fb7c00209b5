import type { EnrolmentProgress } from "#contracts/api/cluster.ts";

export interface Check {
  readonly label: string;
  readonly done: boolean;
  readonly note: string | null;
}

/** The stages of an agent's arrival. */
export function checklist(progress: EnrolmentProgress): readonly Check[] {
  const { tokenUsed, connected, permissions, workloads, namespaces } = progress;
  const missing = permissions?.missing ?? [];
  return [
    { label: "The token was used", done: tokenUsed, note: null },
    { label: "The agent is connected", done: connected, note: null },
    {
      label: "It may read what it needs",
      done: permissions?.ok ?? false,
      note: missing.length === 0 ? null : `missing: ${missing.join(", ")}`,
    },
    {
      label: "Workloads were found",
      done: workloads !== null,
      note:
        workloads === null
          ? null
          : `${workloads} in ${namespaces ?? 0} ${namespaces === 1 ? "namespace" : "namespaces"}`,
    },
  ];
}
