"use client";
import { useState } from "react";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Notice } from "#ui/components/notice.tsx";

import { ImageRow } from "./image-row.tsx";

type Container = WorkloadDetail["containers"][number];

const shownAtFirst = 12;

interface AvailableImagesProps {
  readonly org: string;
  readonly workload: WorkloadDetail;
  readonly container: Container;
}

/** Every tag of a container's repository: allowed ones newest first, the others with why not. */
export function AvailableImages({ org, workload, container }: AvailableImagesProps) {
  const [all, setAll] = useState(false);
  const images = all ? container.images : container.images.slice(0, shownAtFirst);
  const allowed = container.images.filter(({ whyNot }) => whyNot === null).length;
  return (
    <Card
      title={`Images of ${container.name}`}
      note={
        <>
          {allowed} of {container.images.length} tags allowed by <code>{container.policy}</code>,{" "}
          {container.policyFrom}
        </>
      }
    >
      {container.error ? (
        <div className="p-3.5">
          <Notice tone="bad">
            {container.repository} could not be read: {container.error}
          </Notice>
        </div>
      ) : null}
      {container.images.length === 0 && !container.error ? (
        <p className="p-3.5 text-sm text-ink-2">
          {container.scannedAt
            ? "The registry has no tags of it."
            : "The registry has not been read yet."}
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">Tags of {container.repository}</caption>
            <thead className="text-left text-xs text-ink-3">
              <tr className="border-b border-line">
                <th scope="col" className="px-3.5 py-1.5 font-medium">
                  Tag
                </th>
                <th scope="col" className="px-3.5 py-1.5 font-medium">
                  Built
                </th>
                <th scope="col" className="px-3.5 py-1.5 font-medium">
                  Commit
                </th>
                <th scope="col" className="px-3.5 py-1.5 font-medium">
                  Runs in
                </th>
                <th scope="col" className="px-3.5 py-1.5 font-medium">
                  <span className="sr-only">Promote</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {images.map((image) => (
                <ImageRow
                  key={image.tag}
                  org={org}
                  workload={workload}
                  container={container.name}
                  image={image}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <footer className="flex flex-wrap items-center gap-3 px-3.5 py-2 text-xs text-ink-3">
        {container.images.length > shownAtFirst ? (
          <Button variant="quiet" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${container.images.length}`}
          </Button>
        ) : null}
        {container.scannedAt ? (
          <span>
            Registry read <Ago at={container.scannedAt} />
          </span>
        ) : null}
      </footer>
    </Card>
  );
}
