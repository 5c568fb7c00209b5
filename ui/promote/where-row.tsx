"use client";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Icon } from "#ui/components/icon.tsx";
import { Pick, type PickOption } from "#ui/components/pick.tsx";

const imageRepo = "image repo";

interface Hop {
  readonly from: string | null;
  readonly to: string | null;
}

interface WhereRowProps extends Hop {
  readonly clusters: readonly ClusterSummary[];
  readonly rollback: number | null;
  readonly onChange: (hop: Hop) => void;
}

/** The two ends of a promotion. A rollback has both already. */
export function WhereRow({ clusters, from, to, rollback, onChange }: WhereRowProps) {
  if (rollback !== null) {
    return (
      <p className="mt-2 mb-4 text-ink-2">
        Restores in <b className="font-semibold text-ink">{to}</b> what the files said before
        release #{rollback}, as a new commit.
      </p>
    );
  }
  const sources = clusters.filter(({ name }) => name !== to).map(sourceOption);
  return (
    <div className="my-4 flex flex-wrap items-center gap-2.5">
      <Pick
        size="large"
        label="from"
        value={from ?? imageRepo}
        options={[{ value: imageRepo, label: "Image repo", note: "newest allowed" }, ...sources]}
        onChange={(value) => onChange({ from: value === imageRepo ? null : value, to })}
      />
      <Icon name="arrow" className="text-ink-3" />
      <Pick
        size="large"
        label="to"
        value={to ?? ""}
        options={clusters.map(targetOption)}
        onChange={(value) => onChange({ from, to: value })}
      />
    </div>
  );
}

function sourceOption({ name, environment }: ClusterSummary): PickOption {
  return {
    value: name,
    label: name,
    note: "what runs there now",
    stripe: environmentColor(environment),
  };
}

function targetOption({ name, environment }: ClusterSummary): PickOption {
  const note = environment === name ? {} : { note: environment };
  return { value: name, label: name, ...note, stripe: environmentColor(environment) };
}
