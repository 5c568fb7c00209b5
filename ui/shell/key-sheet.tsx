"use client";
import { Sheet } from "#ui/components/sheet.tsx";

const groups = [
  {
    title: "Anywhere",
    keys: [
      ["/", "Filter this page"],
      ["?", "This sheet"],
      ["Esc", "Close, or clear the selection"],
    ],
  },
  {
    title: "Workloads",
    keys: [
      ["j k ← ↑ → ↓", "Move"],
      ["x", "Select the row"],
      ["⇧ x", "Select up to the row"],
      ["a", "Select all that is behind in the target"],
      ["t", "Make the cell's cluster the target"],
      ["s", "Make the cell's cluster the source"],
      ["↵", "Details of the cell"],
      ["p", "Promote the selection"],
    ],
  },
  { title: "Promote", keys: [["⌘ ↵ or Ctrl ↵", "Do what the main button says"]] },
] as const;

interface KeySheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What the keys do. */
export function KeySheet({ open, onOpenChange }: KeySheetProps) {
  return (
    <Sheet title="Keys" open={open} onOpenChange={onOpenChange}>
      <div className="grid gap-4">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-1 text-xs font-semibold text-ink-3">{title}</h3>
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
              {keys.map(([key, meaning]) => (
                <div key={key} className="contents">
                  <dt className="font-mono text-xs leading-5 text-ink-2">{key}</dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
