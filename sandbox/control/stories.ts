import { randomBytes } from "node:crypto";

import type { GatewayProxy } from "#sandbox/clusters/gateway-proxy.ts";
import type { GitServer } from "#sandbox/git/serve.ts";
import type { BuiltImage, Catalogue, ImageRepository } from "#sandbox/registry/catalogue.ts";

import { buildImage, type Flaw } from "./build.ts";

export type RolloutPace = "normal" | "slow";

/** The part of a cluster that stories act on. */
export interface StoryCluster {
  /** `acme/dev`. */
  readonly name: string;
  readonly proxy: GatewayProxy;
  setPace(pace: RolloutPace): void;
}

export interface ControlState {
  readonly images: readonly { readonly name: string; readonly newest: string }[];
  readonly clusters: readonly { readonly name: string; readonly agent: "online" | "offline" }[];
  readonly git: "up" | "down";
  readonly rollouts: RolloutPace;
  /** What was done here, newest first. */
  readonly log: readonly string[];
}

export interface World {
  readonly catalogue: Catalogue;
  readonly git: GitServer;
  readonly clusters: readonly StoryCluster[];
  readonly now: () => Date;
}

const loggedLines = 20;

/** What can happen outside the product: builds, and things that break. */
export class Stories {
  readonly #world: World;
  readonly #log: string[] = [];
  #rollouts: RolloutPace = "normal";

  constructor(world: World) {
    this.#world = world;
  }

  /** A CI build pushes the image's next version, flawed where asked; throws for an image that is unknown. */
  build(name: string, flaw?: Flaw): BuiltImage & { readonly image: string } {
    const { catalogue, now } = this.#world;
    const repository = this.#repository(name);
    const revision = randomBytes(20).toString("hex");
    const built = buildImage({ catalogue, repository, revision, now: now(), flaw });
    const image = `${name}:${built.tag}`;
    this.#note(`Built ${image}${flaw === undefined ? "" : ` (${flawWords[flaw]})`}.`);
    return { ...built, image };
  }

  /** Copies an image with all its tags to another registry or path; throws for an image that is unknown. */
  mirror(name: string, to: string): void {
    const [host = "", ...path] = to.split("/");
    this.#world.catalogue.seed([{ ...this.#repository(name), host, path: path.join("/") }]);
    this.#note(`Mirrored ${name} to ${to}.`);
  }

  /** Cuts or restores the network between a cluster's agent and the gateway; throws for an unknown cluster. */
  setAgent(name: string, state: "online" | "offline"): void {
    const cluster = this.#world.clusters.find((candidate) => candidate.name === name);
    if (!cluster) throw new Error(`The sandbox has no cluster ${name}.`);
    if (state === "online") cluster.proxy.restore();
    else cluster.proxy.cut();
    this.#note(`The agent of ${name} is ${state}.`);
  }

  /** Takes the git server away, or gives it back. */
  setGit(state: "up" | "down"): void {
    this.#world.git.down = state === "down";
    this.#note(`The git server is ${state}.`);
  }

  /** Makes new pods of every cluster take long to start, or not. */
  setRollouts(pace: RolloutPace): void {
    this.#rollouts = pace;
    for (const cluster of this.#world.clusters) cluster.setPace(pace);
    this.#note(`Rollouts are ${pace}.`);
  }

  /** How things stand. */
  state(): ControlState {
    const { catalogue, git, clusters } = this.#world;
    return {
      images: catalogue.repositories.map(({ host, path, images }) => ({
        name: `${host}/${path}`,
        newest: images.at(-1)?.tag ?? "",
      })),
      clusters: clusters.map(({ name, proxy }) => ({
        name,
        agent: proxy.connected ? "online" : "offline",
      })),
      git: git.down ? "down" : "up",
      rollouts: this.#rollouts,
      log: this.#log,
    };
  }

  #repository(name: string): ImageRepository {
    const { repositories } = this.#world.catalogue;
    const repository = repositories.find(({ host, path }) => `${host}/${path}` === name);
    if (!repository) throw new Error(`The registry has no image ${name}.`);
    return repository;
  }

  #note(line: string): void {
    this.#log.unshift(line);
    this.#log.length = Math.min(this.#log.length, loggedLines);
  }
}

/** What is wrong with a flawed image, in words. */
export const flawWords: Readonly<Record<Flaw, string>> = {
  missing: "its tag is listed, but it cannot be pulled",
  crash: "it crashes when started",
  oom: "it runs out of memory",
  "never-ready": "it starts, but never becomes ready",
  slow: "it takes long to become ready",
};
