"use client";
import type { ReactNode } from "react";

import { Card } from "#ui/components/card.tsx";
import { ScrollBox } from "#ui/components/scroll-box.tsx";
import { Tag } from "#ui/components/tag.tsx";

import type { MappedTarget, MappingPreview } from "./mapping-preview.ts";

interface PreviewCardProps {
  readonly preview: MappingPreview;
  readonly names: { readonly from: string; readonly to: string };
}

/** What the rules mean for the workloads of both clusters: what needs a look first, what is plain last. */
export function PreviewCard({ preview, names }: PreviewCardProps) {
  const { targets, leftOver } = preview;
  const unmatched = targets.filter(({ sources }) => sources.length === 0);
  const matched = targets.filter(({ sources }) => sources.length > 0);
  const telling = matched.filter(isTelling);
  const plain = matched.filter((target) => !isTelling(target));
  return (
    <Card title="Preview" note="as the rules stand now">
      <ScrollBox label="Preview of the mapping" className="max-h-[60vh] overflow-y-auto text-sm">
        <Part
          title={`Mapped from ${names.from}`}
          empty="No rule changes a name yet."
          items={telling}
        >
          {(target) => <Target key={target.key} target={target} names={names} />}
        </Part>
        <Part
          title={`Only in ${names.to}`}
          empty={`Every workload of ${names.to} has a counterpart.`}
          items={unmatched}
        >
          {({ key }) => (
            <Line key={key} name={key} note={`nothing in ${names.from} is called so`} />
          )}
        </Part>
        <Part
          title={`Only in ${names.from}`}
          empty={`Every workload of ${names.from} has a counterpart.`}
          items={leftOver}
        >
          {({ key, called }) => (
            <Line
              key={key}
              name={key}
              note={
                called === key ? `not in ${names.to}` : `would be ${called}, not in ${names.to}`
              }
            />
          )}
        </Part>
        <Part title="The same in both" empty="None." items={plain}>
          {({ key }) => <Line key={key} name={key} note="" />}
        </Part>
      </ScrollBox>
    </Card>
  );
}

/** Whether there is more to say than that the names are the same. */
function isTelling({ sources, renamed, images, missing }: MappedTarget): boolean {
  const rewritten = images.some(({ from, to }) => from !== to);
  return renamed || rewritten || missing.length > 0 || sources.length > 1;
}

interface PartProps<Item> {
  readonly title: string;
  readonly empty: string;
  readonly items: readonly Item[];
  readonly children: (item: Item) => ReactNode;
}

function Part<Item>({ title, empty, items, children }: PartProps<Item>) {
  return (
    <section className="border-line px-3.5 py-2.5 not-first:border-t">
      <h3 className="text-xs font-semibold text-ink-2">
        {title} <span className="font-normal text-ink-3 tabular">{items.length}</span>
      </h3>
      {items.length === 0 ? (
        <p className="text-xs text-ink-3">{empty}</p>
      ) : (
        <ul className="mt-1 grid gap-1.5">{items.map(children)}</ul>
      )}
    </section>
  );
}

function Line({ name, note }: { readonly name: string; readonly note: string }) {
  return (
    <li className="text-ink-2">
      <code className="font-mono text-xs break-all">{name}</code>{" "}
      <span className="text-xs text-ink-3">{note}</span>
    </li>
  );
}

function Target({
  target,
  names,
}: {
  readonly target: MappedTarget;
  readonly names: PreviewCardProps["names"];
}) {
  const { key, sources, images, missing } = target;
  const rewritten = images.filter(({ from, to }) => from !== to);
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2">
        <code className="font-mono text-xs break-all">{key}</code>
        <span className="text-xs text-ink-3">from</span>
        <code className="font-mono text-xs break-all text-ink-2">{sources.join(", ")}</code>
        {sources.length > 1 ? <Tag tone="bad">two sources</Tag> : null}
        {missing.length > 0 ? <Tag tone="behind">image differs</Tag> : null}
      </p>
      {rewritten.map(({ from, to }) => (
        <p key={from} className="pl-3 text-xs break-all text-ink-3">
          <code>{from}</code> becomes <code className="text-ink-2">{to}</code>
        </p>
      ))}
      {missing.map((name) => (
        <p key={name} className="pl-3 text-xs break-all text-behind">
          No image of {names.from} becomes <code>{name}</code>.
        </p>
      ))}
    </li>
  );
}
