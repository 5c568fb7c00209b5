"use client";
import { useState } from "react";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";

import { ImageRow } from "./image-row.tsx";

const fewRows = 12;

interface AvailableImagesProps {
  readonly org: string;
  readonly workload: string;
  readonly container: WorkloadDetail["containers"][number];
  readonly clusters: readonly { readonly name: string }[];
}

/** The tags of a container's image repository, newest first; those left out say why. */
export function AvailableImages({ org, workload, container, clusters }: AvailableImagesProps) {
  const [all, setAll] = useState(false);
  const { name, init, repository, policy, policyFrom, scannedAt, error, images } = container;
  const shown = all ? images : images.slice(0, fewRows);
  const left = images.filter(({ whyNot }) => whyNot !== null).length;
  return (
    <Card
      title={`Images of ${name}${init ? " (init)" : ""}`}
      note={<code className="font-mono break-all">{repository}</code>}
    >
      <p className="border-b border-line px-3.5 py-2 text-xs text-ink-2">
        Policy <code className="font-mono text-ink">{policy}</code>, from {policyFrom}:{" "}
        {images.length - left} of {images.length} tags are allowed.{" "}
        {scannedAt ? (
          <>
            Read <Ago at={scannedAt} />.
          </>
        ) : (
          "Not read yet."
        )}
      </p>
      {error ? <p className="border-b border-line px-3.5 py-2 text-xs text-bad">{error}</p> : null}
      <ul>
        {shown.map((image) => (
          <ImageRow
            key={image.tag}
            org={org}
            workload={workload}
            container={name}
            image={image}
            clusters={clusters}
          />
        ))}
      </ul>
      {shown.length < images.length ? (
        <div className="border-t border-line px-3.5 py-2.5">
          <Button onClick={() => setAll(true)}>Show all {images.length} tags</Button>
        </div>
      ) : null}
    </Card>
  );
}
