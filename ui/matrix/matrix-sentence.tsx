import type { MatrixSummary } from "#domain/matrix/summary.ts";
import { counted } from "#ui/components/counted.ts";

import type { Status } from "./status-filter.ts";

interface MatrixSentenceProps {
  readonly summary: MatrixSummary;
  readonly onHop: (hop: { readonly from: string | null; readonly to: string }) => void;
  readonly onStatus: (status: Status) => void;
}

/** What matters, first and in words. */
export function MatrixSentence({ summary, onHop, onStatus }: MatrixSentenceProps) {
  const { headline } = summary;
  return (
    <div className="mb-3">
      <h1>
        {headline ? (
          <button
            type="button"
            className="text-left tracking-[inherit] decoration-line-strong decoration-1 underline-offset-4 hover:underline"
            onClick={() => onHop({ from: sourceOf(summary), to: headline.column })}
          >
            {headline.column} is {counted(headline.count, "workload")} behind {headline.source}
          </button>
        ) : (
          "Everything runs the newest allowed images"
        )}
      </h1>
      <p className="mt-1 text-ink-2">
        <Facts summary={summary} onStatus={onStatus} />
      </p>
    </div>
  );
}

function Facts({ summary, onStatus }: Pick<MatrixSentenceProps, "summary" | "onStatus">) {
  const all: readonly { readonly status: Status; readonly count: number; readonly text: string }[] =
    [
      {
        status: "drift",
        count: summary.drift,
        text: summary.drift === 1 ? "drifts from git" : "drift from git",
      },
      { status: "rolling", count: summary.rolling, text: "rolling out" },
      { status: "failing", count: summary.failing, text: failingText(summary) },
      { status: "locked", count: summary.locked, text: "locked" },
    ];
  const facts = all.filter(({ count }) => count > 0);
  if (facts.length === 0) return "Nothing drifts, nothing fails, nothing is rolling out.";
  return facts.map(({ status, count, text }, index) => (
    <span key={status}>
      {index > 0 ? " · " : null}
      <button type="button" onClick={() => onStatus(status)} className="hover:underline">
        <b className="font-semibold text-ink">{count}</b> {text}
      </button>
    </span>
  ));
}

/** One failure is told; of several, the first. */
function failingText({ failing, failingExample }: MatrixSummary): string {
  if (!failingExample) return "failing";
  return failing === 1 ? `failing: ${failingExample}` : `failing, such as: ${failingExample}`;
}

function sourceOf({ headline, columns }: MatrixSummary): string | null {
  return columns.some(({ name }) => name === headline?.source) ? (headline?.source ?? null) : null;
}
