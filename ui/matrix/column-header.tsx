"use client";
import type { MatrixColumn } from "#domain/matrix/model.ts";
import { classNames } from "#ui/components/class-names.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { age } from "#ui/components/relative-time.ts";
import { useNow } from "#ui/components/ticker.ts";

interface ColumnHeaderProps {
  readonly column: MatrixColumn;
  readonly index: number;
  readonly behind: number;
  readonly isTarget: boolean;
  readonly isSource: boolean;
  readonly onSelectBehind: () => void;
}

/** A cluster's name, environment and state, and the way to select what is behind there. */
export function ColumnHeader({
  column,
  index,
  behind,
  isTarget,
  isSource,
  onSelectBehind,
}: ColumnHeaderProps) {
  return (
    <div
      role="columnheader"
      aria-colindex={index + 3}
      style={{ boxShadow: `inset 0 2px 0 ${environmentColor(column.environment)}` }}
      className={classNames(
        "flex min-w-0 flex-col justify-center px-3 text-xs whitespace-nowrap text-ink-2",
        !isTarget && !isSource && "max-md:hidden",
      )}
    >
      <span className="flex min-w-0 items-baseline gap-1.5">
        <b className="truncate text-sm font-semibold text-ink">{column.name}</b>
        {column.environment === column.name ? null : (
          <span className="text-2xs text-ink-3">{column.environment}</span>
        )}
        {isTarget ? <span className="text-2xs text-ink-3">target</span> : null}
        {isSource ? <span className="text-2xs text-ink-3">source</span> : null}
      </span>
      <span className="truncate">
        {column.connected ? (
          <Behind count={behind} onSelect={onSelectBehind} />
        ) : (
          <Silence since={column.stateAt} />
        )}
      </span>
    </div>
  );
}

function Behind({ count, onSelect }: { readonly count: number; readonly onSelect: () => void }) {
  if (count === 0) return "up to date";
  return (
    <button
      type="button"
      onClick={onSelect}
      className="font-medium text-behind underline decoration-behind-mark/50 underline-offset-2 hover:decoration-current"
    >
      Select {count} behind
    </button>
  );
}

function Silence({ since }: { readonly since: string | null }) {
  const now = useNow();
  if (since === null) return "no agent yet";
  return `no word${now === null ? "" : ` for ${age(Date.parse(since), now)}`}`;
}
