/** An arrow that is read as “to”. */
export function Arrow() {
  return (
    <>
      <span aria-hidden="true" className="text-ink-3">
        →
      </span>
      <span className="sr-only">to</span>
    </>
  );
}
