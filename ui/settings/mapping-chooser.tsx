"use client";
import { useState } from "react";

import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Pick } from "#ui/components/pick.tsx";

export interface ClusterChoice {
  readonly name: string;
  readonly environment: string;
}

interface MappingChooserProps {
  readonly org: string;
  readonly clusters: readonly ClusterChoice[];
}

/** Opens the mapping of two clusters, whether there is one yet or not. */
export function MappingChooser({ org, clusters }: MappingChooserProps) {
  const [from, setFrom] = useState(clusters.at(-2)?.name ?? "");
  const [to, setTo] = useState(clusters.at(-1)?.name ?? "");
  if (clusters.length < 2) {
    return <p className="text-ink-3">A mapping needs two clusters. Connect another one first.</p>;
  }
  const options = clusters.map(({ name, environment }) => ({
    value: name,
    label: name,
    stripe: environmentColor(environment),
  }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Pick label="from" value={from} options={options} onChange={setFrom} />
      <Pick label="to" value={to} options={options} onChange={setTo} />
      {from === to ? (
        <Button reason="Choose two clusters.">Open the mapping</Button>
      ) : (
        <ButtonLink href={`/${org}/settings/mappings/${from}/${to}`}>
          Map {from} to {to}
        </ButtonLink>
      )}
    </div>
  );
}
