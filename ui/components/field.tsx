"use client";
import { type ComponentProps, useId } from "react";

interface FieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null | undefined;
}

/** A labelled input with its hint and, when refused, the reason. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        {...input}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
        className="h-9 w-full rounded-control border border-line-strong bg-surface px-2.5 text-md aria-invalid:border-bad-mark"
      />
      {note ? (
        <p id={noteId} className={error ? "text-xs text-bad" : "text-xs text-ink-3"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
