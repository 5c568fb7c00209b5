interface Definition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  /** Whether the status is a thing of its own: so it is in Flux, and not in Argo CD. */
  readonly hasStatus: boolean;
  readonly spec: object;
}

const text = { type: "string" };
const yesOrNo = { type: "boolean" };
const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

/** What of Flux and Argo CD these tests need, field by field as their own definitions have it. */
const definitions: readonly Definition[] = [
  {
    group: "source.toolkit.fluxcd.io",
    version: "v1",
    kind: "GitRepository",
    plural: "gitrepositories",
    hasStatus: true,
    spec: record(["url", "interval"], {
      url: { type: "string", pattern: "^(http|https|ssh)://.*$" },
      interval: text,
      suspend: yesOrNo,
      ref: anything,
      secretRef: anything,
    }),
  },
  {
    group: "kustomize.toolkit.fluxcd.io",
    version: "v1",
    kind: "Kustomization",
    plural: "kustomizations",
    hasStatus: true,
    spec: record(["sourceRef", "interval", "prune"], {
      sourceRef: record(["kind", "name"], { kind: text, name: text, namespace: text }),
      interval: text,
      path: text,
      prune: yesOrNo,
      suspend: yesOrNo,
    }),
  },
  {
    group: "helm.toolkit.fluxcd.io",
    version: "v2",
    kind: "HelmRelease",
    plural: "helmreleases",
    hasStatus: true,
    spec: record(["interval"], {
      interval: text,
      suspend: yesOrNo,
      chart: anything,
      values: anything,
    }),
  },
  {
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Application",
    plural: "applications",
    hasStatus: false,
    spec: record(["destination", "project"], {
      project: text,
      destination: anything,
      source: anything,
      sources: { type: "array", items: anything },
      syncPolicy: anything,
    }),
  },
  {
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "AppProject",
    plural: "appprojects",
    hasStatus: false,
    spec: record([], { syncWindows: { type: "array", items: anything } }),
  },
];

function record(required: readonly string[], properties: object): object {
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

/** The definitions as objects for the API server. */
export const engineDefinitions = definitions.map(
  ({ group, version, kind, plural, hasStatus, spec }) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          ...(hasStatus && { subresources: { status: {} } }),
          schema: {
            openAPIV3Schema: {
              type: "object",
              required: ["spec"],
              properties: {
                spec,
                status: anything,
                ...(kind === "Application" && { operation: anything }),
              },
            },
          },
        },
      ],
    },
  }),
);
