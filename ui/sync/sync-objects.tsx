"use client";
import { useId, useState } from "react";

import type { SyncAsk, SyncObject, SyncSummary } from "#contracts/agent-sync.ts";
import { Chip } from "#ui/components/chip.tsx";
import { Tag } from "#ui/components/tag.tsx";

import { byUrgency, objectName, objectWords } from "./sync-words.ts";

const manyObjects = 8;

interface SyncObjectsProps {
  readonly summary: SyncSummary;
  /** What a person is asked, which names its objects itself. */
  readonly asks: readonly SyncAsk[];
}

/** The objects that something is to be said of, and what was said of the sync as a whole. */
export function SyncObjects({ summary, asks }: SyncObjectsProps) {
  const { more } = summary;
  const asked = new Set(asks.flatMap((ask) => ask.objects.map(objectName)));
  const objects = summary.objects.filter(
    (object) => object.state !== "kept" || !asked.has(objectName(object)),
  );
  const notes = notesOf(summary);
  const headingId = useId();
  if (objects.length === 0 && notes.length === 0) return null;
  return (
    <section aria-labelledby={headingId} className="grid gap-2">
      <h3 id={headingId} className="font-semibold">
        What to look at
      </h3>
      {notes.length > 0 ? (
        <ul className="grid gap-1">
          {notes.map((note) => (
            <li key={note} className="break-words text-bad">
              {note}
            </li>
          ))}
        </ul>
      ) : null}
      {objects.length > 0 ? <ObjectList objects={byUrgency(objects)} /> : null}
      {more > 0 ? <p className="text-ink-2">And {more} more that the agent did not list.</p> : null}
    </section>
  );
}

/** Problems of single objects stand with them. */
function notesOf({ problems, objects }: SyncSummary): readonly string[] {
  return problems.filter((problem) => !objects.some(({ message }) => problem.endsWith(message)));
}

function ObjectList({ objects }: { readonly objects: readonly SyncObject[] }) {
  const [words, setWords] = useState("");
  const [state, setState] = useState<SyncObject["state"] | null>(null);
  const isLong = objects.length > manyObjects;
  const shown = objects.filter(
    (object) =>
      (state === null || object.state === state) &&
      objectName(object).toLowerCase().includes(words.trim().toLowerCase()),
  );
  const counts = new Map<SyncObject["state"], number>();
  for (const object of objects) counts.set(object.state, (counts.get(object.state) ?? 0) + 1);
  return (
    <>
      {isLong ? (
        <div className="flex flex-wrap items-center gap-2">
          <input
            type="search"
            aria-label="Find an object"
            placeholder="Find an object"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className="h-7 w-44 rounded-control border border-line-strong bg-surface px-2 text-xs"
          />
          {[...counts].map(([one, count]) => (
            <Chip
              key={one}
              label={objectWords(one).word}
              count={count}
              on={one === state}
              onToggle={() => setState(one === state ? null : one)}
            />
          ))}
        </div>
      ) : null}
      <ul className="divide-y divide-line border-y border-line">
        {shown.map((object) => (
          <ObjectLine key={`${objectName(object)} ${object.state}`} object={object} />
        ))}
      </ul>
      {shown.length === 0 ? <p className="text-ink-2">None of them is like that.</p> : null}
    </>
  );
}

function ObjectLine({ object }: { readonly object: SyncObject }) {
  const { word, tone } = objectWords(object.state);
  return (
    <li className="grid gap-x-3 gap-y-1 py-2 sm:grid-cols-[120px_1fr]">
      <span>
        <Tag tone={tone}>{word}</Tag>
      </span>
      <div className="min-w-0">
        <p className="font-mono text-xs break-all">{objectName(object)}</p>
        <p className="break-words text-ink-2">{object.message}</p>
        {object.conflicts.length > 0 ? (
          <ul className="mt-1 grid gap-0.5 text-xs text-ink-2">
            {object.conflicts.map(({ manager, field }) => (
              <li key={`${manager} ${field}`} className="break-all">
                <code>{field}</code> is managed by <strong>{manager}</strong>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}
