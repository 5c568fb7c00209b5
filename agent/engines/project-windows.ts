import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure } from "#agent/kube/kube-failure.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { EngineHold } from "#domain/rollout/engine-state.ts";

import { AppProject, windowState } from "./sync-windows.ts";
import type { SyncWindow, WindowState } from "./sync-windows.ts";

const everyMs = 60_000;
const Projects = z.object({ items: z.array(AppProject) });

/**
 * The sync windows of Argo CD's projects. They are read every minute rather than watched: they have to be looked at
 * that often in any case, because they open and shut by the clock. Without the right to read them nothing is known.
 */
export class ProjectWindows {
  readonly #client: KubeClient;
  readonly #namespaces: readonly string[];
  readonly #applications: () => readonly WorkloadRecord[];
  readonly #changed: (uid: string) => void;
  #projects: readonly z.infer<typeof AppProject>[] | null = null;
  #holds = new Map<string, EngineHold>();

  constructor(options: {
    readonly client: KubeClient;
    /** The namespaces to look at; empty for the whole cluster. */
    readonly namespaces: readonly string[];
    readonly applications: () => readonly WorkloadRecord[];
    /** Told of each Application whose window opens or shuts. */
    readonly changed: (uid: string) => void;
  }) {
    this.#client = options.client;
    this.#namespaces = options.namespaces;
    this.#applications = options.applications;
    this.#changed = options.changed;
  }

  /** The window that keeps the Application from what it would do, as of the last look. */
  hold({ uid }: WorkloadRecord): EngineHold | null {
    return this.#holds.get(uid) ?? null;
  }

  /** Whether the Application may sync, or null where its project cannot be read. */
  state(application: WorkloadRecord, now: number): WindowState | null {
    const { name, source } = application;
    const windows = source?.windowed && this.#windowsOf(application, source.windowed.project);
    return windows ? windowState(windows, { name, ...source.windowed }, now) : null;
  }

  /** Looks every minute until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look(signal, Date.now());
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads the projects, where there are Applications at all, and says which of these are held now. */
  async look(signal: AbortSignal, now: number): Promise<void> {
    const applications = this.#applications();
    if (applications.length === 0) return;
    try {
      this.#projects = await this.#read(signal);
    } catch (error) {
      if (error instanceof KubeFailure) this.#projects = null;
    }
    const before = this.#holds;
    this.#holds = new Map(applications.flatMap((one) => this.#holdNow(one, now)));
    for (const { uid } of applications) {
      const [was, is] = [before, this.#holds].map((holds) => JSON.stringify(holds.get(uid)));
      if (was !== is) this.#changed(uid);
    }
  }

  #holdNow(application: WorkloadRecord, now: number): readonly [string, EngineHold][] {
    const { uid, namespace, name, source } = application;
    const state = this.state(application, now);
    const isOpen = source?.automatic === true ? state?.open : state?.openToPeople;
    if (state === null || isOpen !== false) return [];
    const until = state.until === null ? null : new Date(state.until).toISOString();
    const by = { kind: "application", namespace, name } as const;
    return [[uid, { by, why: "window-shut", until }]];
  }

  /** Projects are where Argo CD is; Applications need not be. */
  #windowsOf(application: WorkloadRecord, project: string): readonly SyncWindow[] | null {
    const named = this.#projects?.filter(({ metadata }) => metadata.name === project) ?? [];
    const beside = named.find(({ metadata }) => metadata.namespace === application.namespace);
    const found = beside ?? (named.length === 1 ? named[0] : undefined);
    return found ? (found.spec.syncWindows ?? []) : null;
  }

  async #read(signal: AbortSignal): Promise<readonly z.infer<typeof AppProject>[]> {
    const places = this.#namespaces.length === 0 ? [""] : this.#namespaces;
    const lists = places.map(async (namespace) => {
      const place = namespace === "" ? "" : `/namespaces/${namespace}`;
      const path = `/apis/argoproj.io/v1alpha1${place}/appprojects`;
      return Projects.parse(await this.#client.send({ path, signal })).items;
    });
    return (await Promise.all(lists)).flat();
  }
}
