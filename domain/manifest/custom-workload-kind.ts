import { DomainError } from "#domain/error.ts";

/** A custom resource that describes its pods as a Deployment does, in a pod template. */
export interface CustomWorkloadKind {
  /** The API group without a version: `serving.knative.dev`. */
  readonly group: string;
  readonly kind: string;
  /** The dotted path of the pod template, the map that holds `metadata` and `spec`: `spec.template`. */
  readonly podTemplate: string;
}

const groupForm = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const kindForm = /^[A-Z][A-Za-z0-9]*$/;
const pathForm = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/**
 * The kind as given, blanks around its fields taken off. Throws `DomainError` "invalid" with `data.pointer` where a
 * field has the wrong form.
 */
export function customWorkloadKind(given: CustomWorkloadKind): CustomWorkloadKind {
  return {
    group: checked(given.group, "group", groupForm, "a group such as serving.knative.dev"),
    kind: checked(given.kind, "kind", kindForm, "a kind such as Service"),
    podTemplate: checked(given.podTemplate, "podTemplate", pathForm, "a path like spec.template"),
  };
}

function checked(given: string, field: string, ...rule: readonly [RegExp, string]): string {
  const [form, wanted] = rule;
  const text = given.trim();
  if (form.test(text)) return text;
  throw new DomainError("invalid", `"${text}" is not ${wanted}.`, { pointer: `/${field}` });
}
