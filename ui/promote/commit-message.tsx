"use client";
import { useState } from "react";

interface CommitMessageProps {
  readonly message: string;
  /** Null puts the proposed subject back. */
  readonly onSubject: (subject: string | null) => void;
}

/** The commit's message; its first line can be replaced. */
export function CommitMessage({ message, onSubject }: CommitMessageProps) {
  const [subject, ...body] = message.split("\n");
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <div className="grid gap-2 border-t border-line px-3.5 py-3 font-mono text-xs text-ink-2">
      <label className="grid gap-1 font-sans">
        <span className="text-xs text-ink-3">Commit message</span>
        <input
          value={edited ?? subject}
          maxLength={200}
          onChange={(event) => {
            const text = event.target.value.trim();
            setEdited(event.target.value);
            onSubject(text === "" ? null : text);
          }}
          onBlur={() => {
            if (edited?.trim() === "") setEdited(null);
          }}
          className="w-full rounded-small border border-transparent bg-transparent px-1 py-0.5 font-mono text-xs font-semibold text-ink hover:border-line focus:border-line-strong"
        />
      </label>
      <pre className="font-[inherit] leading-relaxed whitespace-pre-wrap">
        {body.join("\n").trim()}
      </pre>
    </div>
  );
}
