import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

import { rotationText } from "#contracts/agent-key.ts";
import type { RotateKey } from "#contracts/agent-key.ts";

import type { Identity, IdentityStore } from "./identity.ts";

/** A key as it is proved to the gateway. */
export interface ProvableKey {
  readonly generation: number;
  readonly privateKey: KeyObject;
}

/**
 * The agent's key, and the next one while it is handed over. Both are on the disk before the gateway hears of the
 * next one, and the older one goes only when the gateway has taken it: whenever the process ends, one of the two is
 * the one that the gateway knows.
 */
export class KeyRing {
  readonly #store: IdentityStore;
  #identity: Identity;

  constructor(identity: Identity, store: IdentityStore) {
    this.#identity = identity;
    this.#store = store;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /**
   * The keys that the gateway may know, in the order in which they are to be tried. The next one is first: where the
   * gateway took it, the older one may soon count as a copy; where it did not, the attempt does no harm.
   */
  get candidates(): readonly ProvableKey[] {
    const { generation, privateKey, nextKey } = this.#identity;
    const current = { generation, privateKey };
    if (nextKey === null) return [current];
    return [{ generation: generation + 1, privateKey: nextKey }, current];
  }

  /** Whether a key waits to be handed over. */
  get isUnderWay(): boolean {
    return this.#identity.nextKey !== null;
  }

  /** Makes the next key, or takes the one that waits, and says how to hand it over. */
  async begin(): Promise<RotateKey> {
    const nextKey = this.#identity.nextKey ?? generateKeyPairSync("ed25519").privateKey;
    if (!this.isUnderWay) await this.#save({ ...this.#identity, nextKey });
    const { clusterId, generation: current } = this.#identity;
    const generation = current + 1;
    const publicKey = createPublicKey(nextKey)
      .export({ type: "spki", format: "der" })
      .toString("base64url");
    const text = rotationText({ clusterId, generation, publicKey });
    const signature = sign(null, Buffer.from(text), nextKey).toString("base64url");
    return { type: "rotateKey", generation, publicKey, signature };
  }

  /** The gateway knows the key of this generation: an older one is forgotten. */
  async adopt(generation: number, now: Date): Promise<void> {
    const { nextKey, ...identity } = this.#identity;
    if (nextKey === null || generation !== identity.generation + 1) return;
    await this.#save({
      ...identity,
      generation,
      privateKey: nextKey,
      nextKey: null,
      keySince: now,
    });
  }

  /** The gateway does not want the next key. */
  async abandon(): Promise<void> {
    await this.#save({ ...this.#identity, nextKey: null });
  }

  async #save(identity: Identity): Promise<void> {
    await this.#store.save(identity);
    this.#identity = identity;
  }
}
