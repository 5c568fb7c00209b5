import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";
import { Notice } from "#ui/components/notice.tsx";

const shownSentences = 3;

/** Says that two apply the cluster's source, and what to do about it. */
export function AppliedTwice({ twice }: Pick<ClusterEngines, "twice">) {
  return twice === null ? null : (
    <Notice tone="behind">
      <p>{twice}</p>
    </Notice>
  );
}

/** Says where the workloads come from that the cluster's source does not have. */
export function SourceDifference({ difference }: Pick<ClusterEngines, "difference">) {
  if (difference === null) return null;
  const { agreeing, differing, sentences } = difference;
  const more = sentences.length - shownSentences;
  return (
    <Notice tone={agreeing === 0 ? "behind" : "plain"}>
      <p>
        {agreeing === 0
          ? "A commit here reaches no workload that Flux or Argo CD deploy:"
          : `${differing} of ${agreeing + differing} workloads come from elsewhere, so a commit here does not reach them:`}
      </p>
      <ul className="mt-1 list-disc pl-4">
        {sentences.slice(0, shownSentences).map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
        {more > 0 ? <li>And {more} more.</li> : null}
      </ul>
    </Notice>
  );
}
