import type { PlanItem } from "#contracts/api/plan.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";
import { isSameImage } from "#domain/image/same-image.ts";
import { Arrow } from "#ui/components/arrow.tsx";
import { imageVersion } from "#ui/components/image-text.ts";
import { Tag } from "#ui/components/tag.tsx";

/** What the source has, what runs, and what the file says and will say; where they disagree, it shows. */
export function ThreeVersions({ item }: { readonly item: PlanItem }) {
  const { offered, running, from, to, outcome, sourceWorkload } = item;
  const drifts = running !== null && from !== null && !isSameImage(from, running);
  return (
    <dl className="flex flex-wrap items-baseline gap-x-3 font-mono text-xs">
      <Version label="source" image={offered}>
        {sourceWorkload === null ? null : (
          <span className="font-sans text-ink-3">of {nameOf(sourceWorkload)}</span>
        )}
      </Version>
      <Version label="running" image={running}>
        {drifts ? <Tag tone="drift">not what the file says</Tag> : null}
      </Version>
      <Version label="file" image={from}>
        {outcome === "update" && to !== null ? (
          <>
            <Arrow /> <b className="font-medium text-ink">{imageVersion(to)}</b>
          </>
        ) : null}
      </Version>
    </dl>
  );
}

interface VersionProps {
  readonly label: string;
  readonly image: string | null;
  readonly children: React.ReactNode;
}

function Version({ label, image, children }: VersionProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-1">
      <dt className="font-sans text-ink-3">{label}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-1">
        <span title={image ?? undefined}>{image === null ? "none" : imageVersion(image)}</span>
        {children}
      </dd>
    </div>
  );
}

function nameOf(key: string): string {
  const identity = parseWorkloadKey(key);
  return identity ? `${identity.namespace} / ${identity.name}` : key;
}
