"use client";
import Link from "next/link";
import { memo } from "react";

import type { MatrixCell } from "#domain/matrix/model.ts";
import { classNames } from "#ui/components/class-names.ts";
import { Icon } from "#ui/components/icon.tsx";
import { middleTruncate } from "#ui/components/image-text.ts";
import { tagStyle } from "#ui/components/tag.tsx";

import { type CellWords, describeCell } from "./describe-cell.ts";

interface MatrixCellProps {
  readonly cell: MatrixCell | null;
  readonly connected: boolean;
  readonly promoteHref: string;
}

/** What a cell shows. */
export const MatrixCellContent = memo(function MatrixCellContent({
  cell,
  connected,
  promoteHref,
}: MatrixCellProps) {
  if (cell === null) return <span className="text-xs text-ink-3">not deployed</span>;
  const words = describeCell(cell);
  return (
    <>
      {words.tag?.kind === "rolling" ? (
        <i aria-hidden="true" className="ring-progress max-md:hidden" />
      ) : null}
      <span
        title={words.version}
        className={classNames(
          "min-w-[6ch] truncate font-mono text-xs max-md:max-w-full",
          words.quiet && connected && "text-ink-3",
        )}
      >
        {middleTruncate(words.version, 18)}
        {words.others > 0 ? <span className="text-ink-3"> +{words.others}</span> : null}
      </span>
      <span className="contents max-md:flex max-md:gap-1">
        {cell.locked ? (
          <span className="text-ink-3">
            <Icon name="lock" className="size-3" />
            <span className="sr-only">locked</span>
          </span>
        ) : null}
        <CellTag words={words} message={cell.message} href={promoteHref} />
      </span>
      {words.tag === null ? (
        <span className="tabular ml-auto flex-none text-2xs text-ink-3 max-md:hidden">
          {connected ? words.ready : "?"}
        </span>
      ) : null}
    </>
  );
});

interface CellTagProps {
  readonly words: CellWords;
  readonly message: string;
  readonly href: string;
}

function CellTag({ words: { tag }, message, href }: CellTagProps) {
  if (tag === null) return null;
  if (tag.kind !== "behind") {
    return (
      <span title={message || undefined} className={tagStyle(tag.tone)}>
        {tag.text}
      </span>
    );
  }
  return (
    <Link
      href={href}
      prefetch={false}
      tabIndex={-1}
      title="Promote"
      onClick={(event) => event.stopPropagation()}
      className={tagStyle("behind", "hover:ring-1 hover:ring-behind-mark")}
    >
      {tag.text}
    </Link>
  );
}
