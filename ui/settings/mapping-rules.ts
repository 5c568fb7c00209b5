import { DomainError } from "#domain/error.ts";
import { parseImageRewrite } from "#domain/image/rewrite.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import { parseWorkloadMapping } from "#domain/promotion/mapping.ts";

export type RuleKind = keyof ClusterMapping;

/** A rule as it is being typed. */
export interface DraftRule {
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

/** A mapping as it is being typed. */
export type MappingDraft = Readonly<Record<RuleKind, readonly DraftRule[]>>;

interface RuleFlaw {
  readonly side: "from" | "to";
  readonly message: string;
}

/** What is wrong with a rule as it stands; null where it is good, and where nothing was typed yet. */
export function flawOf(kind: RuleKind, rule: DraftRule): RuleFlaw | null {
  if (isBlank(rule)) return null;
  try {
    parseRule(kind, rule);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const side = error.data["side"] === "to" ? "to" : "from";
    return { side, message: error.message };
  }
}

/** How many rules of a draft are not good yet. */
export function flawsIn(draft: MappingDraft): number {
  return (["workloads", "images"] as const)
    .flatMap((kind) => draft[kind].map((rule) => flawOf(kind, rule)))
    .filter((flaw) => flaw !== null).length;
}

/** Whether neither side was typed: such a rule is not saved. */
export function isBlank({ from, to }: DraftRule): boolean {
  return from.trim() === "" && to.trim() === "";
}

/** The good rules in their one form. */
export function goodRules(kind: RuleKind, rules: readonly DraftRule[]): ClusterMapping[RuleKind] {
  return rules
    .filter((rule) => !isBlank(rule) && flawOf(kind, rule) === null)
    .map((rule) => parseRule(kind, rule));
}

function parseRule(kind: RuleKind, rule: DraftRule): ClusterMapping[RuleKind][number] {
  const typed = { from: rule.from.trim(), to: rule.to.trim() };
  return kind === "workloads" ? parseWorkloadMapping(typed) : parseImageRewrite(typed);
}
