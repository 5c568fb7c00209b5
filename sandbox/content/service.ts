export type Environment = "dev" | "stage" | "prod" | "live";

/** How a service's manifest is written; every form is one that people use. */
export type Form =
  | "plain"
  | "commented" // a comment glued to the image
  | "quoted"
  | "flow" // containers as flow-style maps
  | "crlf"
  | "with-init" // an init container that runs the same image
  | "with-sidecar"
  | "multi-document" // ConfigMap, Service and workload in one file
  | "list" // an item of a `kind: List`
  | "kustomize" // a base, and an overlay per cluster that sets `newTag`
  | "helm-release";

export type Kind = "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob";

/** An image repository, its tags oldest first. */
export interface Image {
  readonly name: string;
  readonly tags: readonly string[];
  /** Built by the organization itself: has commits, and its code on the organization's git host. */
  readonly own: boolean;
}

/** One workload of the sample, in every cluster that `runs` names. */
export interface Service {
  readonly name: string;
  readonly namespace: string;
  /** A Deployment where nothing else is said. */
  readonly kind?: Kind;
  readonly form: Form;
  readonly image: Image;
  /** The tag that each environment runs, counted back from the newest. */
  readonly runs: Partial<Record<Environment, number>>;
  /** A second container; it runs the newest tag everywhere. */
  readonly sidecar?: Image;
  readonly annotations?: Annotations;
}

export type Annotations = Partial<Record<Environment, Readonly<Record<string, string>>>>;

/** An image that the organization builds. */
export function own(name: string, tags: readonly string[]): Image {
  return { name, tags, own: true };
}

/** An image that others build. */
export function bought(name: string, tags: readonly string[]): Image {
  return { name, tags, own: false };
}

/** The image reference that an environment runs, as its manifest writes it. */
export function imageIn(service: Service, environment: Environment): string {
  return `${service.image.name}:${tagIn(service, environment)}`;
}

/** The tag that an environment runs; throws where the service does not run there. */
export function tagIn({ name, image, runs }: Service, environment: Environment): string {
  const tag = image.tags.at(-1 - (runs[environment] ?? image.tags.length));
  if (tag === undefined) throw new Error(`${name} does not run in ${environment}.`);
  return tag;
}
