import { classNames } from "#ui/components/class-names.ts";
import { ScrollBox } from "#ui/components/scroll-box.tsx";

import { type EmphasizedLine, emphasize } from "./emphasis.ts";
import { type DiffFile, parseDiff } from "./parse-diff.ts";

/** A unified diff, file by file, with what changed within the lines. */
export function DiffView({ diff }: { readonly diff: string }) {
  return (
    <div>
      {parseDiff(diff).map((file) => (
        <FileDiff key={file.path} file={file} />
      ))}
    </div>
  );
}

function FileDiff({ file }: { readonly file: DiffFile }) {
  return (
    <section
      aria-label={file.path}
      className="border-b border-line [contain-intrinsic-size:auto_160px] [content-visibility:auto] last:border-b-0"
    >
      <h3 className="flex gap-3 border-b border-line bg-sunken px-3.5 py-1.5 font-mono text-xs font-normal text-ink-2">
        <span className="min-w-0 flex-1 break-all">{file.path}</span>
        <span className="tabular flex-none">
          +{file.added} −{file.removed}
        </span>
      </h3>
      <ScrollBox
        label={`Changes in ${file.path}`}
        className="overflow-x-auto py-1 font-mono text-xs leading-[1.65] -outline-offset-2"
      >
        {file.hunks.map((hunk, index) => (
          <code key={hunk[0]?.number ?? index} className="block w-fit min-w-full font-[inherit]">
            {index > 0 ? <span className="block px-3.5 text-ink-3">⋯</span> : null}
            {emphasize(hunk).map((line) => (
              <Line key={`${line.kind} ${line.number}`} line={line} />
            ))}
          </code>
        ))}
      </ScrollBox>
    </section>
  );
}

const looks = {
  context: { line: "", mark: "", sign: " ", word: "" },
  add: { line: "bg-add", mark: "bg-add-mark", sign: "+", word: "added: " },
  remove: { line: "bg-del", mark: "bg-del-mark", sign: "-", word: "removed: " },
} as const;

function Line({ line }: { readonly line: EmphasizedLine }) {
  const look = looks[line.kind];
  return (
    <span className={classNames("block px-3.5 whitespace-pre", look.line)}>
      <span aria-hidden="true" className="inline-block w-[34px] text-ink-2 select-none">
        {line.number}
      </span>
      <span aria-hidden="true" className="select-none">
        {look.sign}
      </span>
      <span className="sr-only">{look.word}</span>
      {line.before}
      {line.changed ? (
        <mark className={classNames("rounded-[3px] text-inherit", look.mark)}>{line.changed}</mark>
      ) : null}
      {line.after}
      {"\n"}
    </span>
  );
}
