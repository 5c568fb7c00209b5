import type { Distance, MatrixCell, MatrixRow } from "#domain/matrix/model.ts";
import { Tag } from "#ui/components/tag.tsx";

interface CellContainersProps {
  readonly cell: MatrixCell;
  readonly row: MatrixRow;
}

/** The containers of a cell with their full images, and what is unusual about the whole. */
export function CellContainers({ cell, row }: CellContainersProps) {
  return (
    <>
      <ul className="mt-2 grid gap-1.5">
        {cell.containers.map((container) => (
          <li key={container.name}>
            <span className="text-xs text-ink-2">
              {container.name}
              {container.init ? " (init)" : ""}:{" "}
              {distanceText(container.distance, newestTag(row, container.name))}
            </span>
            <code className="block font-mono text-xs break-all">{container.image}</code>
          </li>
        ))}
      </ul>
      <p className="mt-2 flex flex-wrap gap-1.5">
        {cell.desired > 0 ? (
          <Tag tone={cell.state === "rolling" ? "run" : "plain"}>
            {cell.ready} of {cell.desired} ready
          </Tag>
        ) : null}
        {cell.drift ? <Tag tone="drift">runs something else than git says</Tag> : null}
        {cell.locked ? <Tag>locked in git</Tag> : null}
        {cell.inConfig ? null : <Tag>not in the config repository</Tag>}
      </p>
    </>
  );
}

function newestTag(row: MatrixRow, container: string): string {
  return row.latest.find((latest) => latest.container === container)?.tag ?? "the newest";
}

function distanceText(distance: Distance, newest: string): string {
  switch (distance.kind) {
    case "latest":
      return "newest allowed";
    case "behind":
      return `${distance.by} behind ${newest}`;
    case "ahead":
      return `ahead of ${newest}`;
    case "different":
      return "not a tag that the policy knows";
    case "unknown":
      return "its registry has not been read yet";
  }
}
