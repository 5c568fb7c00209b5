/** What every canary holds; names hold it never, because names are told. */
export const song = "c4n4ry";

/** A value that must not be found in anything that leaves a cluster. */
export function canary(place: string): string {
  return `${song}-${place}-0f7e`;
}

const applied = { "kubectl.kubernetes.io/last-applied-configuration": canary("last-applied") };

/** A container with canaries wherever a value can stand. */
export const canaryContainer = {
  name: "web",
  image: "registry.acme.test/shop/web:1.0.0",
  command: ["/bin/web", "-c", canary("command")],
  args: [`--password=${canary("args")}`],
  env: [
    { name: "DB_PASSWORD", value: canary("env") },
    { name: "DSN", value: `postgres://ana:${canary("dsn")}@db/shop` },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "keys", key: "token" } } },
  ],
  terminationMessagePolicy: "FallbackToLogsOnError",
};

/** A pod template around it. */
export function canaryTemplate(app: string) {
  return {
    metadata: {
      labels: { app, note: canary("label") },
      annotations: { ...applied, note: canary("annotation") },
    },
    spec: { containers: [canaryContainer] },
  };
}

interface Identity {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** An object that runs pods, with this spec. */
export function canaryObject({ namespace, kind, name }: Identity, spec: object) {
  const metadata = { name, namespace, annotations: applied, labels: { note: canary("label") } };
  return { apiVersion: "apps/v1", kind, metadata, spec };
}

/** One of `apps/v1` that runs the template. */
export function canaryWorkload(identity: Identity, more: object = {}) {
  const selector = { matchLabels: { app: identity.name } };
  const template = canaryTemplate(identity.name);
  return canaryObject(identity, { selector, template, ...more });
}

/** A policy for the namespace that quotes what it refuses, as people write them: whatever is called `denied`. */
export function quotingPolicy(namespace: string) {
  const policyName = `no-quoted-${namespace}`;
  const policy = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: policyName },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
          {
            apiGroups: ["apps"],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["deployments"],
          },
        ],
      },
      validations: [
        {
          expression: "!object.metadata.name.contains('denied')",
          messageExpression:
            "'the password ' + (has(object.spec.template) ? object.spec.template.spec : object.spec).containers[0].env[0].value + ' is too short'",
        },
      ],
    },
  };
  const binding = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: policyName },
    spec: {
      policyName,
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      },
    },
  };
  return { policyName, policy, binding };
}

/** What git wants of the cluster, most of which it will not take. */
export function canaryManifests(namespace: string): Readonly<Record<string, string>> {
  const deployment = (name: string, more: object = {}) =>
    canaryWorkload({ namespace, kind: "Deployment", name }, more);
  const invalid = deployment("invalid", { replicas: -1 });
  const port = { name: canary("port").toUpperCase(), containerPort: 70_000 };
  const objects = {
    config: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "config", namespace, annotations: applied },
      data: { config: canary("git"), taken: canary("git-taken") },
    },
    secret: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "keys", namespace },
      stringData: { token: canary("git-secret") },
    },
    denied: deployment("denied"),
    invalid: {
      ...invalid,
      spec: {
        ...invalid.spec,
        template: {
          ...canaryTemplate("other"),
          spec: { containers: [{ ...canaryContainer, ports: [port] }] },
        },
      },
    },
    quantity: deployment("quantity", {
      template: {
        ...canaryTemplate("quantity"),
        spec: {
          containers: [{ ...canaryContainer, resources: { limits: { cpu: canary("quantity") } } }],
        },
      },
    }),
    mistyped: deployment("mistyped", {
      template: {
        ...canaryTemplate("mistyped"),
        spec: { containers: [{ ...canaryContainer, env: canary("mistyped") }] },
      },
    }),
    moved: deployment("web", {
      selector: { matchLabels: { app: canary("selector") } },
    }),
  };
  return Object.fromEntries(
    Object.entries(objects).map(([name, object]) => [`live/${name}.yaml`, JSON.stringify(object)]),
  );
}
