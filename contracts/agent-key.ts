import { z } from "zod";

const generation = z.int().min(2);
const publicKey = z.string().min(40).max(200);

/**
 * From the agent: the key that takes the place of the one that opened this connection. `signature` is by the new key
 * over `rotationText`. May be sent again until it is answered. Only to a gateway whose `welcome` offers `rotation`.
 */
export const RotateKey = z.object({
  type: z.literal("rotateKey"),
  generation,
  /** SPKI DER of an Ed25519 key, base64url. */
  publicKey,
  signature: z.string().max(200),
});
export type RotateKey = z.infer<typeof RotateKey>;

/** From the gateway: the key of this generation opens connections from now on. */
export const KeyRotated = z.object({ type: z.literal("keyRotated"), generation });
export type KeyRotated = z.infer<typeof KeyRotated>;

/** From the gateway: nothing changed, and the same again would not change anything either. */
export const KeyRefused = z.object({
  type: z.literal("keyRefused"),
  generation,
  message: z.string().max(2000),
});
export type KeyRefused = z.infer<typeof KeyRefused>;

/** What the holder of a new key signs: made out to one cluster, so that no other can take it for its own. */
export function rotationText(rotation: {
  readonly clusterId: string;
  readonly generation: number;
  readonly publicKey: string;
}): string {
  const { clusterId, generation: number, publicKey: key } = rotation;
  return ["agent.v1 rotate", clusterId, number, key].join("\n");
}
