import type { AvailableImage } from "#contracts/api/workload.ts";

/** The address of an image's commit at its source; null where either is unknown or not a web address. */
export function commitLink({
  revision,
  sourceUrl,
}: Pick<AvailableImage, "revision" | "sourceUrl">): string | null {
  if (revision === null || sourceUrl === null || !URL.canParse(sourceUrl)) return null;
  const url = new URL(sourceUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return `${url.href.replace(/\.git$|\/$/g, "")}/commit/${encodeURIComponent(revision)}`;
}
