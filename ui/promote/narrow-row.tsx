"use client";
import { useId, useState } from "react";

import { Field } from "#ui/components/field.tsx";

import { readNames } from "./promote-url.ts";
import type { PromoteUrl } from "./promote-url.ts";

export type Narrowing = Pick<PromoteUrl, "namespaces" | "labels" | "image">;

interface NarrowRowProps {
  readonly value: Narrowing;
  /** Namespaces that are there to choose from. */
  readonly namespaces: readonly string[];
  readonly onChange: (value: Narrowing) => void;
}

/** Which of it all: some namespaces, some labels, or whoever uses one image. Folded away until it is wanted. */
export function NarrowRow({ value, namespaces, onChange }: NarrowRowProps) {
  const listId = useId();
  const words = narrowingWords(value);
  const [isOpen, setOpen] = useState(words !== "");
  return (
    <details
      className="mb-4 text-sm"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="w-fit cursor-pointer rounded-small text-ink-2 hover:text-ink">
        Narrow it down{words === "" ? "" : `: ${words}`}
      </summary>
      <div className="mt-2 grid max-w-4xl grid-cols-3 gap-3 max-md:grid-cols-1">
        <Field
          label="Namespaces"
          hint="Several with commas between"
          list={listId}
          defaultValue={value.namespaces.join(", ")}
          onChange={({ target }) => onChange({ ...value, namespaces: readNames(target.value) })}
        />
        <datalist id={listId}>
          {namespaces.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <Field
          label="Labels"
          hint="As for kubectl: team=shop,tier!=cache"
          defaultValue={value.labels}
          onChange={({ target }) => onChange({ ...value, labels: target.value.trim() })}
        />
        <Field
          label="One image"
          hint="To every container that uses it: registry/name:tag"
          defaultValue={value.image}
          onChange={({ target }) => onChange({ ...value, image: target.value.trim() })}
        />
      </div>
    </details>
  );
}

/** What narrows, in a few words; empty where nothing does. */
function narrowingWords({ namespaces, labels, image }: Narrowing): string {
  return [namespaces.join(", "), labels, image].filter(Boolean).join(" · ");
}
