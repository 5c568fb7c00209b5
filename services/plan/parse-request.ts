import type { PlanRequest } from "#contracts/api/plan.ts";
import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseImageRef } from "#domain/image/ref.ts";
import { parseLabelSelector } from "#domain/promotion/label-selector.ts";
import { releasedImage } from "#domain/promotion/plan-work.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { ContainerSelection, PlanScope, Selection } from "#domain/promotion/plan.ts";

/** What a plan is asked for, in the form in which it is kept. */
export interface ParsedRequest {
  readonly selection: readonly Selection[] | null;
  readonly scope: PlanScope | null;
}

/** Reads what was selected. Throws `DomainError` "invalid" whose data's `pointer` names the field. */
export function parseRequest({ selection, scope }: PlanRequest): ParsedRequest {
  return {
    selection: selection ? parseSelections(selection) : null,
    scope: scope ? parseScope(scope) : null,
  };
}

function parseSelections(selections: NonNullable<PlanRequest["selection"]>): readonly Selection[] {
  const seen = new Set<WorkloadKey>();
  return selections.map(({ workload, containers, liftLock }, at) => {
    const pointer = `/selection/${at}`;
    const key = parseKey(workload, `${pointer}/workload`);
    if (seen.has(key)) throw refused(`${key} is selected twice.`, `${pointer}/workload`);
    seen.add(key);
    return {
      workload: key,
      ...(containers && { containers: parseContainers(containers, pointer) }),
      ...(liftLock && { liftLock }),
    };
  });
}

function parseContainers(
  containers: readonly ContainerSelection[],
  pointer: string,
): readonly ContainerSelection[] {
  const seen = new Set<string>();
  return containers.map((container, at) => {
    const place = `${pointer}/containers/${at}`;
    const { name, tag, image, current } = container;
    if (seen.has(name)) throw refused(`${name} is selected twice.`, `${place}/name`);
    if (tag !== undefined && image !== undefined) {
      throw refused("Give a tag or an image, not both.", `${place}/image`);
    }
    seen.add(name);
    if (tag !== undefined) {
      checkAt(`${place}/tag`, () =>
        parseImageRef(tag.startsWith("@") ? `any${tag}` : `any:${tag}`),
      );
    }
    if (image !== undefined) checkAt(`${place}/image`, () => releasedImage(image));
    if (current) checkAt(`${place}/current`, () => parseImageRef(current));
    return container;
  });
}

function parseScope(scope: NonNullable<PlanRequest["scope"]>): PlanScope {
  const { labels, image, exclude = [], ...rest } = scope;
  if (labels !== undefined) checkAt("/scope/labels", () => parseLabelSelector(labels));
  if (image) checkAt("/scope/image", () => releasedImage(image));
  return {
    namespaces: rest.namespaces ?? wholeScope.namespaces,
    labels: labels ?? wholeScope.labels,
    exclude: exclude.map((key, at) => parseKey(key, `/scope/exclude/${at}`)),
    image: image ?? wholeScope.image,
    ignoreFilters: rest.ignoreFilters ?? wholeScope.ignoreFilters,
    skipMismatches: rest.skipMismatches ?? wholeScope.skipMismatches,
  };
}

function parseKey(text: string, pointer: string): WorkloadKey {
  const identity = parseWorkloadKey(text);
  if (!identity) throw refused(`${text} is not namespace:kind/name.`, pointer);
  return workloadKey(identity);
}

/** Adds the field to what parsing it refuses. */
function checkAt(pointer: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refused(error.message, pointer);
  }
}

function refused(message: string, pointer: string): DomainError {
  return new DomainError("invalid", message, { pointer });
}
