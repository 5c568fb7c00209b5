import { classNames } from "./class-names.ts";

interface ChipProps {
  readonly label: string;
  readonly count: number;
  readonly on: boolean;
  readonly onToggle: () => void;
}

/** A filter that is on or off, with how many it would leave. */
export function Chip({ label, count, on, onToggle }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onToggle}
      className={classNames(
        "inline-flex h-7 flex-none items-center gap-1.5 rounded-full border bg-surface px-2.5 text-xs transition-colors",
        on
          ? "border-ink font-semibold text-ink"
          : "border-line text-ink-2 hover:border-line-strong hover:text-ink",
      )}
    >
      {label} <span className="tabular font-normal text-ink-3">{count}</span>
    </button>
  );
}
