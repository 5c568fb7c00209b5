"use client";
import { type ReactNode, useId } from "react";

/** What a labelled control is told by its surroundings. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

export interface LabelledProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
}

/** A control with its label, its hint and, when refused, the reason. */
export function Labelled({
  label,
  hint,
  error,
  children,
}: LabelledProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  const control = {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": note ? noteId : undefined,
  } as const;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children(control)}
      {note ? (
        <p id={noteId} className={error ? "text-xs text-bad" : "text-xs text-ink-3"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
