import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Where it is all that the page has to say, its title is the page's. */
  readonly heading?: "h1" | "h2";
}

/** What a page says when it has nothing to list: why, and the one thing to do about it. */
export function EmptyState({ title, children, action, heading = "h2" }: EmptyStateProps) {
  const Heading = heading;
  return (
    <div className="rounded-card border border-dashed border-line-strong px-6 py-12 text-center">
      <Heading className="text-lg">{title}</Heading>
      <div className="mx-auto mt-1 max-w-[52ch] text-ink-2">{children}</div>
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
