import Link from "next/link";

import type { EnginePlace, WorkloadDetail } from "#contracts/api/workload.ts";
import { repositoryName } from "#domain/git/same-repository.ts";

import { FileLine } from "./file-line.tsx";
import { workloadHref } from "./workload-href.ts";

type Engine = NonNullable<WorkloadDetail["clusters"][number]["engine"]>;

interface EngineFactsProps {
  readonly org: string;
  readonly engine: Engine;
}

/** What of Flux or Argo CD applies a workload, from where in git, what applies that, and whether it does so by itself. */
export function EngineFacts({ org, engine }: EngineFactsProps) {
  const { name, place, hold, error, source, parents } = engine;
  return (
    <div className="mt-2 grid gap-0.5 text-xs text-ink-2">
      <p className="break-words">
        Applied by <EngineName org={org} name={name} place={place} />
      </p>
      {source ? <SourceLine source={source} /> : null}
      {parents.length > 0 ? (
        <ol aria-label="What applies that" className="grid gap-0.5">
          {parents.map((parent, at) => (
            <li
              key={parent.name}
              className="break-words"
              style={{ paddingLeft: `${Math.min(at + 1, 4) * 10}px` }}
            >
              <span aria-hidden="true">↳ </span>
              applied by <EngineName org={org} name={parent.name} place={parent.place} />
              {at === parents.length - 1 ? " (the root)" : null}
            </li>
          ))}
        </ol>
      ) : null}
      {hold ? <p className="text-drift">{hold}</p> : null}
      {error ? <p className="break-words text-bad">{error}</p> : null}
    </div>
  );
}

function EngineName(props: {
  readonly org: string;
  readonly name: string;
  readonly place: EnginePlace;
}) {
  const { org, name, place } = props;
  return (
    <>
      {place.workload === null ? (
        name
      ) : (
        <Link href={workloadHref(org, place.workload)} className="underline">
          {name}
        </Link>
      )}
      {place.file === null ? null : (
        <span className="ml-1.5 break-all">
          <FileLine file={place.file} line={place.line} page={place.page} />
        </span>
      )}
    </>
  );
}

function SourceLine({ source }: { readonly source: NonNullable<Engine["source"]> }) {
  const { url, branch, path, page } = source;
  const folder = (
    <code className="break-all">
      {repositoryName(url)}/{path}
    </code>
  );
  return (
    <p title={url}>
      from{" "}
      {page === null ? (
        folder
      ) : (
        <a href={page} target="_blank" rel="noreferrer" className="underline">
          {folder}
        </a>
      )}
      {branch === null ? null : (
        <>
          , branch <code>{branch}</code>
        </>
      )}
    </p>
  );
}
