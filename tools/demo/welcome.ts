import { relative } from "node:path";

/** What a person reads when the demo is up. */
export function welcome({
  url,
  controlUrl,
  seconds,
  megabytes,
  dataDir,
  clusters,
}: {
  readonly url: string;
  readonly controlUrl: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly dataDir: string;
  /** What the sample clusters are, a sentence. */
  readonly clusters: string;
}): string {
  return `
  Stagecoach is ready:  ${url}

  What to try first
    1. Sign in with "Sample identities" as Ana; see which workloads are behind, and where.
    2. Select some of stage's workloads, promote them, and read the exact diff before you do.
    3. Stay on the release page: it is live until the pods run the new image.
    4. Break it and roll back: publish an image that never starts at ${controlUrl}

  Started in ${seconds.toFixed(1)} s, using ${megabytes} MB. Data and logs: ${relative(".", dataDir)}
  ${clusters} Stop with Ctrl-C.
`;
}
