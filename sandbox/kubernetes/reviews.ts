import { mayAct, type TokenHolder } from "./access.ts";
import { at, textAt, type JsonObject } from "./json.ts";

const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };

/** Answers a SelfSubjectAccessReview by the caller's rules. */
export function reviewAccess(holder: TokenHolder, review: JsonObject): JsonObject {
  const asked = at(review, "spec", "resourceAttributes");
  const resource = textAt(asked, "resource");
  const subresource = textAt(asked, "subresource");
  const allowed =
    asked === undefined ||
    mayAct(holder, {
      verb: textAt(asked, "verb"),
      group: textAt(asked, "group"),
      resource: subresource ? `${resource}/${subresource}` : resource,
      namespace: textAt(asked, "namespace") || undefined,
      name: textAt(asked, "name") || undefined,
    });
  return {
    ...answer("SelfSubjectAccessReview", review),
    status: { allowed, reason: allowed ? "RBAC: allowed by the rules of the token" : "" },
  };
}

/** Answers a SelfSubjectRulesReview: the rules that hold in the namespace it names. */
export function reviewRules(holder: TokenHolder, review: JsonObject): JsonObject {
  const namespace = textAt(review, "spec", "namespace");
  const rules = holder.rules?.filter((rule) => rule.namespaces?.includes(namespace) ?? true);
  return {
    ...answer("SelfSubjectRulesReview", review),
    status: {
      resourceRules: rules?.map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames && { resourceNames }),
      })) ?? [everything],
      nonResourceRules: [
        { verbs: ["get"], nonResourceURLs: ["/api", "/apis", "/version", "/livez", "/readyz"] },
      ],
      incomplete: false,
    },
  };
}

function answer(kind: string, review: JsonObject): JsonObject {
  return {
    kind,
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: at(review, "spec") ?? {},
  };
}
