"use client";
import Link from "next/link";
import { Popover } from "radix-ui";
import type { RefObject } from "react";

import type { MatrixCell, MatrixColumn, MatrixRow } from "#domain/matrix/model.ts";
import { Ago } from "#ui/components/ago.tsx";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { promoteHref } from "#ui/promote/promote-url.ts";
import { workloadHref } from "#ui/workload/workload-href.ts";

import { CellContainers } from "./cell-containers.tsx";

interface CellPopoverProps {
  readonly org: string;
  readonly row: MatrixRow;
  /** Null for the workload itself and the image repo. */
  readonly column: MatrixColumn | null;
  readonly cell: MatrixCell | null;
  readonly from: string | null;
  readonly to: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** Everything about one workload in one cluster, and what can be done there. */
export function CellPopover(props: CellPopoverProps) {
  const { row, column, cell, anchor, onClose } = props;
  const virtualRef = { current: anchor.current ?? document.body };
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={virtualRef} />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          aria-label={`${row.namespace} / ${row.name}${column ? ` in ${column.name}` : ""}`}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
          className="z-40 w-[min(400px,calc(100vw-24px))] rounded-card border border-line-strong bg-raised p-3.5 outline-none text-sm shadow-raised"
        >
          <p className="font-semibold">
            {row.namespace} / {row.name}
            {column ? <span className="font-normal text-ink-3"> in {column.name}</span> : null}
          </p>
          {cell?.message ? <p className="mt-1 text-bad">{cell.message}</p> : null}
          {column && !column.connected && column.stateAt ? (
            <p className="mt-1 text-ink-2">
              The agent is offline; this is from <Ago at={column.stateAt} />.
            </p>
          ) : null}
          {cell ? <CellContainers cell={cell} row={row} /> : <Newest row={row} />}
          <Actions {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Newest({ row }: { readonly row: MatrixRow }) {
  return (
    <ul className="mt-2 grid gap-1 text-xs text-ink-2">
      {row.latest.map(({ container, tag }) => (
        <li key={container}>
          {container}: newest allowed is <code>{tag}</code>
        </li>
      ))}
    </ul>
  );
}

function Actions({ org, row, column, cell, from, to }: CellPopoverProps) {
  const source = from === column?.name ? null : from;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {column === null ? null : (
        <ButtonLink href={promoteHref(org, { to: column.name, from: source, selected: [row.key] })}>
          Promote to here…
        </ButtonLink>
      )}
      {column === null || cell === null ? null : (
        <ButtonLink
          href={promoteHref(org, {
            to: to === column.name ? null : to,
            from: column.name,
            selected: [row.key],
          })}
        >
          Promote from here…
        </ButtonLink>
      )}
      <Link href={workloadHref(org, row.key)} className="text-accent-ink hover:underline">
        Open workload
      </Link>
    </div>
  );
}
