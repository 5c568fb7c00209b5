import { type ReactNode, useId } from "react";

import { classNames } from "./class-names.ts";

interface CardProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A titled region. */
export function Card({ title, note, actions, children, className }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classNames("min-w-0 rounded-card border border-line bg-surface", className)}
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3.5 py-2">
        <h2 id={id}>{title}</h2>
        {note ? <span className="text-xs text-ink-3">{note}</span> : null}
        {actions ? <span className="ml-auto flex items-center gap-2">{actions}</span> : null}
      </header>
      {children}
    </section>
  );
}
