"use client";
import type { ComponentProps } from "react";

import { Labelled, type LabelledProps } from "./labelled.tsx";

/** A labelled field for several lines, such as a key, with its hint and, when refused, the reason. */
export function TextArea({
  label,
  hint,
  error,
  ...input
}: LabelledProps & ComponentProps<"textarea">) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          rows={5}
          spellCheck={false}
          autoComplete="off"
          {...input}
          {...control}
          className="w-full rounded-control border border-line-strong bg-surface px-2.5 py-2 font-mono text-xs aria-invalid:border-bad-mark"
        />
      )}
    </Labelled>
  );
}
