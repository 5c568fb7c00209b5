/** The steps of the demo's tour, in order. */
export const guideSteps = ["look", "promote", "watch", "recover"] as const;
export type GuideStep = (typeof guideSteps)[number];

export const guideLabels: Readonly<Record<GuideStep, string>> = {
  look: "See what is behind",
  promote: "Promote it",
  watch: "Watch it land",
  recover: "Break one and roll it back",
};

export const guideCookie = "guide";

/** The steps that visiting a page completes: who sees a release has promoted something. */
export function stepsDoneBy(path: string, search: URLSearchParams): readonly GuideStep[] {
  const [, , area, rest] = path.split("/");
  if (area === "promote") return search.has("rollback") ? ["recover"] : [];
  if (area === "releases" && rest !== undefined) return ["promote", "watch"];
  return area === "workloads" ? ["look"] : [];
}

/** The steps that a remembered list names. */
export function readSteps(text: string): readonly GuideStep[] {
  const names = text.split(",");
  return guideSteps.filter((step) => names.includes(step));
}
