import Link from "next/link";

import type { ReleaseSummary } from "#contracts/api/release.ts";
import { isFinal } from "#domain/promotion/release.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Arrow } from "#ui/components/arrow.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { RunningTime } from "#ui/components/running-time.tsx";
import { Tag } from "#ui/components/tag.tsx";

import { statusWords } from "./release-words.ts";

interface ReleaseTableProps {
  readonly org: string;
  readonly items: readonly ReleaseSummary[];
}

const onWideScreens = "max-md:hidden";
const headings = [
  { text: "Release", look: "" },
  { text: "Status", look: "" },
  { text: "From → to", look: onWideScreens },
  { text: "By", look: onWideScreens },
  { text: "Took", look: onWideScreens },
  { text: "When", look: "" },
  { text: "Commit", look: onWideScreens },
];

export function ReleaseTable({ org, items }: ReleaseTableProps) {
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-surface" tabIndex={-1}>
      <table className="w-full text-left text-sm">
        <thead className="text-xs text-ink-2">
          <tr>
            {headings.map(({ text, look }) => (
              <th
                key={text}
                scope="col"
                className={classNames(
                  "border-b border-line px-3 py-2 font-medium whitespace-nowrap",
                  look,
                )}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((release) => (
            <ReleaseRow key={release.number} org={org} release={release} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const cell = "px-3 py-2 align-middle whitespace-nowrap text-ink-2";
const wideCell = `${cell} ${onWideScreens}`;

function ReleaseRow({ org, release }: { readonly org: string; readonly release: ReleaseSummary }) {
  const { number, title, status, commit, counts } = release;
  const { word, tone } = statusWords(release);
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-pressed/50">
      <th scope="row" className="max-w-[340px] max-md:max-w-[150px] px-3 py-2 font-medium">
        <Link href={`/${org}/releases/${number}`} className="block truncate hover:underline">
          <span className="tabular text-ink-3">#{number}</span> {title}
        </Link>
      </th>
      <td className={cell}>
        <Tag tone={tone}>{word}</Tag>
        {counts.failed > 0 ? (
          <span className="ml-1.5 text-xs text-bad">{counts.failed} failed</span>
        ) : null}
      </td>
      <td className={wideCell}>
        {release.sourceName} <Arrow /> <b className="font-medium text-ink">{release.target.name}</b>
      </td>
      <td className={wideCell}>{release.requestedBy}</td>
      <td className={wideCell}>
        {release.startedAt !== null && (isFinal(status) ? release.finishedAt !== null : true) ? (
          <RunningTime from={release.startedAt} to={release.finishedAt} />
        ) : null}
      </td>
      <td className={cell}>
        <Ago at={release.createdAt} />
      </td>
      <td className={wideCell}>
        {commit ? <code className="font-mono text-xs">{commit.slice(0, 7)}</code> : null}
      </td>
    </tr>
  );
}
