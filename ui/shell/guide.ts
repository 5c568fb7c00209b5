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

/** The step that visiting a page completes; null where it completes none. */
export function stepDoneBy(path: string, search: URLSearchParams): GuideStep | null {
  const [, , area, rest] = path.split("/");
  if (area === "promote") return search.has("rollback") ? "recover" : "promote";
  if (area === "releases" && rest !== undefined) return "watch";
  return area === "workloads" ? "look" : null;
}

/** The steps that a remembered list names. */
export function readSteps(text: string): readonly GuideStep[] {
  const names = text.split(",");
  return guideSteps.filter((step) => names.includes(step));
}
