import { pick } from "#test/builders/random.ts";

import type { ChangeApi } from "./change-api.ts";
import type { History } from "./history.ts";
import { manifestOf, pathOf, podManifest, podPath, setManifest, setPath } from "./manifests.ts";
import type { ChurnKind } from "./manifests.ts";

interface LivePod {
  readonly name: string;
  readonly uid: string;
}

interface LiveObject {
  readonly kind: ChurnKind;
  readonly name: string;
  readonly uid: string;
  /** The ReplicaSet's uid, where there is one. */
  set: string | null;
  readonly pods: LivePod[];
}

const kinds: readonly ChurnKind[] = [
  "Deployment",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "CronJob",
  "Pod",
];
const mostPods = 6;

/** Someone who makes, changes and deletes objects one after the other, as the random numbers say. */
export class Churn {
  readonly #api: ChangeApi;
  readonly #history: History;
  readonly #next: () => number;
  readonly #prefix: string;
  /** Whether parts of a Deployment are made here; else the controllers of the cluster make them. */
  readonly #makesParts: boolean;
  readonly #slots: (LiveObject | null)[];
  readonly #note: (action: string) => void;
  #count = 0;

  constructor(options: {
    readonly api: ChangeApi;
    readonly history: History;
    /** Numbers from 0 to 1. */
    readonly next: () => number;
    /** Begins the name of everything made here. */
    readonly prefix: string;
    readonly objects: number;
    readonly makesParts: boolean;
    /** Told of every change before it is made. */
    readonly note: (action: string) => void;
  }) {
    this.#api = options.api;
    this.#history = options.history;
    this.#next = options.next;
    this.#prefix = options.prefix;
    this.#makesParts = options.makesParts;
    this.#slots = Array.from({ length: options.objects }, () => null);
    this.#note = options.note;
  }

  /** Makes one change; resolves when the API server has it. */
  async change(): Promise<void> {
    const at = Math.floor(this.#next() * this.#slots.length);
    const live = this.#slots[at] ?? null;
    if (live === null) {
      this.#slots[at] = await this.#create(at);
      return;
    }
    const dice = this.#next();
    if (dice < 0.1) await this.#remove(live, at);
    else if (dice < 0.4 && live.kind === "Deployment" && this.#makesParts) await this.#part(live);
    else await this.#change(live, dice);
  }

  /** Each number names one state of one object, so that states can be told from each other. */
  #image(name: string): string {
    this.#count += 1;
    return `registry.test/chaos/${name}:${this.#count}`;
  }

  async #create(at: number): Promise<LiveObject> {
    const kind = pick(this.#next, kinds);
    const name = `${this.#prefix}-${at}`;
    this.#note(`create ${kind} ${name}`);
    const manifest = manifestOf(kind, { name, image: this.#image(name) });
    const uid = this.#history.note(await this.#api.apply(pathOf(kind, name), manifest));
    return { kind, name, uid, set: null, pods: [] };
  }

  async #remove(live: LiveObject, at: number): Promise<void> {
    const { kind, name, uid } = live;
    this.#note(`delete ${kind} ${name}`);
    this.#slots[at] = null;
    this.#history.removing(uid);
    await this.#api.remove(pathOf(kind, name));
    if (live.set !== null) await this.#api.remove(setPath(name));
    for (const pod of live.pods) await this.#removePod(pod);
  }

  async #change({ kind, name }: LiveObject, dice: number): Promise<void> {
    const path = pathOf(kind, name);
    const isScaled = dice > 0.9 && (kind === "Deployment" || kind === "StatefulSet");
    if (isScaled) {
      const replicas = Math.floor(this.#next() * 3);
      this.#note(`scale ${kind} ${name} to ${replicas}`);
      this.#history.note(await this.#api.merge(path, { spec: { replicas } }));
      return;
    }
    const image = this.#image(name);
    this.#note(`set ${kind} ${name} to ${image}`);
    this.#history.note(await this.#api.merge(path, manifestOf(kind, { name, image })));
  }

  async #part(live: LiveObject): Promise<void> {
    const { name, uid } = live;
    if (live.set === null) {
      this.#note(`create ReplicaSet ${name}`);
      live.set = await this.#make(setPath(name), setManifest({ name, owner: uid }));
      return;
    }
    const dice = this.#next();
    const pod = live.pods[Math.floor(this.#next() * live.pods.length)];
    if (pod === undefined || (dice < 0.3 && live.pods.length < mostPods)) {
      await this.#addPod(live, live.set);
    } else if (dice < 0.5) {
      this.#note(`delete pod ${pod.name}`);
      live.pods.splice(live.pods.indexOf(pod), 1);
      await this.#removePod(pod);
    } else if (dice < 0.75) {
      const status = dice < 0.6 ? "True" : "False";
      this.#note(`pod ${pod.name} ready ${status}`);
      const conditions = [{ type: "Ready", status }];
      const patch = { status: { phase: "Running", conditions } };
      await this.#api.merge(`${podPath(pod.name)}/status`, patch);
    } else {
      const image = this.#image(pod.name);
      this.#note(`set pod ${pod.name} to ${image}`);
      const patch = { spec: { containers: [{ name: "web", image }] } };
      this.#history.note(await this.#api.merge(podPath(pod.name), patch));
    }
  }

  async #addPod(live: LiveObject, owner: string): Promise<void> {
    const image = this.#image(live.name);
    // A name is never used twice: what a row shows of a pod is then of one pod.
    const name = `${live.name}-${this.#count}`;
    this.#note(`create pod ${name}`);
    const manifest = podManifest({ name, image, owner: { uid: owner, name: live.name } });
    live.pods.push({ name, uid: await this.#make(podPath(name), manifest) });
  }

  async #make(path: string, manifest: object): Promise<string> {
    return this.#history.note(await this.#api.apply(path, manifest));
  }

  async #removePod({ name, uid }: LivePod): Promise<void> {
    this.#history.removing(uid);
    await this.#api.remove(podPath(name));
  }
}
