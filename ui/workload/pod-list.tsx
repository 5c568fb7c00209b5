import type { RolloutProgress } from "#contracts/api/release.ts";

/** The pods, one line each. */
export function PodList({ pods }: { readonly pods: RolloutProgress["pods"] }) {
  return (
    <details className="text-xs text-ink-2">
      <summary className="w-fit">
        {pods.length} {pods.length === 1 ? "pod" : "pods"}
      </summary>
      <ul className="mt-1 grid gap-1">
        {pods.map((pod) => (
          <li key={pod.name}>
            <code className="font-mono break-all">{pod.name}</code>{" "}
            {pod.ready ? "ready" : pod.phase.toLowerCase()}
            {pod.current ? "" : ", old image"}
            {pod.restarts > 0 ? `, ${pod.restarts} restarts` : ""}
            {pod.message ? <span className="text-bad"> {pod.message}</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
