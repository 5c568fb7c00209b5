import { z } from "zod";

const Container = z.object({ image: z.string() });
const PodSpec = z.object({ containers: z.array(Container).min(1) });
const Template = z.object({ spec: PodSpec });

/** What the API server answers a write with, as far as rows can be compared with it. */
const Written = z.object({
  kind: z.string(),
  metadata: z.object({ uid: z.string(), name: z.string(), generation: z.number().default(0) }),
  spec: z.union([
    z.object({ template: Template }).transform(({ template }) => template.spec),
    z
      .object({ jobTemplate: z.object({ spec: z.object({ template: Template }) }) })
      .transform(({ jobTemplate }) => jobTemplate.spec.template.spec),
    PodSpec,
  ]),
});

export interface Version {
  readonly generation: number;
  readonly image: string;
}

/** One object from its creation to its end. */
export interface Life {
  readonly name: string;
  /** Its states in order. */
  readonly versions: readonly Version[];
  /** Milliseconds since 1970 before which it was not gone; null while nobody asked for that. */
  readonly goneAfter: number | null;
}

/** What the API server really had, object by object, from its answers to the one who writes. */
export class History {
  readonly #lives = new Map<
    string,
    { name: string; versions: Version[]; goneAfter: number | null }
  >();
  readonly #pods = new Map<string, string[]>();

  /** Takes an answer in; returns the object's uid. */
  note(answer: unknown): string {
    const { kind, metadata, spec } = Written.parse(answer);
    const { uid, name, generation } = metadata;
    const image = spec.containers[0]?.image ?? "";
    const life = this.#lives.get(uid) ?? { name, versions: [], goneAfter: null };
    this.#lives.set(uid, life);
    const last = life.versions.at(-1);
    if (last?.generation !== generation || last.image !== image) {
      life.versions.push({ generation, image });
    }
    if (kind === "Pod") {
      const images = this.#pods.get(name) ?? [];
      this.#pods.set(name, images);
      if (images.at(-1) !== image) images.push(image);
    }
    return uid;
  }

  /** From now on the object may be gone. */
  removing(uid: string): void {
    const life = this.#lives.get(uid);
    if (life !== undefined) life.goneAfter ??= Date.now();
  }

  life(uid: string): Life | null {
    return this.#lives.get(uid) ?? null;
  }

  /** The images that a pod of this name ran, in order. */
  podImages(name: string): readonly string[] {
    return this.#pods.get(name) ?? [];
  }
}
