import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { imageVersion } from "#ui/components/image-text.ts";

/** The page's title, and which version the last environment runs, in a sentence. */
export function WorkloadSentence({ workload }: { readonly workload: WorkloadDetail }) {
  const deployed = workload.clusters.filter((cluster) => cluster.deployed);
  const last = deployed.at(-1);
  const image = last?.containers.find(({ init }) => !init) ?? last?.containers[0];
  return (
    <header>
      <h1>{workload.name}</h1>
      <p className="text-ink-2">
        {workload.kind} in {workload.namespace}
        {last && image ? (
          <>
            {" · "}
            {last.name} runs <b className="font-mono text-ink">{imageVersion(image.image)}</b>
            {image.since ? `, put there by ${image.since.by} with #${image.since.release}` : ""}
          </>
        ) : (
          " · runs nowhere"
        )}
      </p>
    </header>
  );
}
