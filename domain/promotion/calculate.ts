import { applyDecisions } from "./changes.ts";
import { withCompanions } from "./companions.ts";
import { holdMismatched } from "./hold-mismatched.ts";
import { planMessage, planTitle } from "./message.ts";
import type { PlanInput } from "./plan-input.ts";
import { preparePlan } from "./plan-work.ts";
import type { PlanResult } from "./plan.ts";
import { decideSelection } from "./select.ts";

/**
 * Decides what a promotion would change: an item for every selected container, the edits, and the diff that
 * a commit of them has, byte for byte. Pure and deterministic; planning its result again changes nothing.
 */
export function calculatePlan(input: PlanInput): PlanResult {
  const plan = preparePlan(input);
  const selected = holdMismatched(decideSelection(plan));
  const { decided, files } = applyDecisions(withCompanions(plan, selected), input.texts);
  const items = decided.map(({ item }) => item);
  return {
    items,
    edits: decided.flatMap(({ edits }) => edits),
    diff: files.map(({ diff }) => diff).join(""),
    files: files.map(({ path, added, removed }) => ({ path, added, removed })),
    title: planTitle(items),
    message: planMessage({
      target: input.target.name,
      source: input.source,
      items,
      subject: input.subject,
    }),
    problems: input.index.problems,
  };
}
