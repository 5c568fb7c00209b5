"use client";
import type { ComponentProps } from "react";

import { Labelled, type LabelledProps } from "./labelled.tsx";

/** A labelled input with its hint and, when refused, the reason. */
export function Field({ label, hint, error, ...input }: LabelledProps & ComponentProps<"input">) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...input}
          {...control}
          className="h-9 w-full rounded-control border border-line-strong bg-surface px-2.5 text-md aria-invalid:border-bad-mark"
        />
      )}
    </Labelled>
  );
}
