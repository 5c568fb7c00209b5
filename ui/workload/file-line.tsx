interface FileLineProps {
  readonly file: string;
  readonly line: number | null;
  /** Where the host shows the line. */
  readonly page: string | null;
}

/** A line of a file, which leads to the host's page for it where there is one. */
export function FileLine({ file, line, page }: FileLineProps) {
  const text = `${file}:${line ?? 1}`;
  if (page === null) return <code title={text}>{text}</code>;
  return (
    <a href={page} target="_blank" rel="noreferrer" className="underline" title={text}>
      <code>{text}</code>
    </a>
  );
}
