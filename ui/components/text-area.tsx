"use client";
import { type ComponentProps, useId } from "react";

interface TextAreaProps extends ComponentProps<"textarea"> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null | undefined;
}

/** A labelled field for several lines, such as a key, with its hint and, when refused, the reason. */
export function TextArea({ label, hint, error, ...input }: TextAreaProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={5}
        spellCheck={false}
        autoComplete="off"
        {...input}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
        className="w-full rounded-control border border-line-strong bg-surface px-2.5 py-2 font-mono text-xs aria-invalid:border-bad-mark"
      />
      {note ? (
        <p id={noteId} className={error ? "text-xs text-bad" : "text-xs text-ink-3"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
