export interface GeneratedService {
  readonly name: string;
  readonly namespace: string;
  /** Repository in a registry, without a tag. */
  readonly image: string;
  readonly folder: string;
}

/** So many services in teams of ten; the same at every call. */
export function generatedServices(count: number): readonly GeneratedService[] {
  return Array.from({ length: count }, (_, at) => {
    const namespace = `team-${Math.floor(at / 10)}`;
    const name = `service-${at}`;
    const image = `registry.acme.test/${namespace}/${name}`;
    return { name, namespace, image, folder: `apps/${namespace}/${name}` };
  });
}

/** Where a service's image is written. */
export function deploymentFile({ folder }: GeneratedService): string {
  return `${folder}/deployment.yaml`;
}

/** A config repository of these services: seven files each, every image tagged `1.0.0`. */
export function generatedFiles(services: readonly GeneratedService[]): ReadonlyMap<string, string> {
  return new Map(services.flatMap((service) => [...filesOf(service)]));
}

/** The manifest's text with another tag on its image. */
export function withTag(manifest: string, tag: string): string {
  return manifest.replace(/(image: [^\s:]+):\S+/, `$1:${tag}`);
}

function filesOf(service: GeneratedService): readonly (readonly [string, string])[] {
  const { folder } = service;
  return [
    [deploymentFile(service), `${head(service, "apps/v1", "Deployment")}${workload(service)}`],
    [`${folder}/service.yaml`, `${head(service, "v1", "Service")}${ports(service)}`],
    [`${folder}/account.yaml`, head(service, "v1", "ServiceAccount")],
    [`${folder}/config.yaml`, `${head(service, "v1", "ConfigMap")}${settings(service)}`],
    [
      `${folder}/autoscaler.yaml`,
      `${head(service, "autoscaling/v2", "HorizontalPodAutoscaler")}${scaling(service)}`,
    ],
    [
      `${folder}/budget.yaml`,
      `${head(service, "policy/v1", "PodDisruptionBudget")}${budget(service)}`,
    ],
    [
      `${folder}/ingress.yaml`,
      `${head(service, "networking.k8s.io/v1", "Ingress")}${routes(service)}`,
    ],
  ];
}

function head({ name, namespace }: GeneratedService, version: string, kind: string): string {
  return `apiVersion: ${version}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
`;
}

function workload({ name, image }: GeneratedService): string {
  return `spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: ${image}:1.0.0 # set by promotions
          envFrom:
            - configMapRef:
                name: ${name}
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /ready
              port: http
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
`;
}

function ports({ name }: GeneratedService): string {
  return `spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function settings({ name, namespace }: GeneratedService): string {
  return `data:
  LOG_LEVEL: info
  DATABASE_HOST: ${name}.db.${namespace}.svc
  DATABASE_POOL: "20"
`;
}

function scaling({ name }: GeneratedService): string {
  return `spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 3
  maxReplicas: 12
`;
}

function budget({ name }: GeneratedService): string {
  return `spec:
  minAvailable: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
`;
}

function routes({ name, namespace }: GeneratedService): string {
  return `spec:
  rules:
    - host: ${name}.${namespace}.acme.test
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  name: http
`;
}
