/** How many values are remembered; those that are alike come close to each other, as the pods of one workload do. */
const most = 500;

/** Has records that say the same share one copy of it: ten thousand pods have few different containers. */
export class SharedValues {
  readonly #known = new Map<string, unknown>();

  /** The record itself, with parts that may be those of another: none of them may ever be changed. */
  share<T extends object>(record: T): T {
    for (const [name, part] of Object.entries(record)) {
      const shared = this.#find(part);
      if (shared !== part) Reflect.set(record, name, shared);
    }
    return record;
  }

  #find(part: unknown): unknown {
    const isWorthIt = typeof part === "object" ? part !== null : typeof part === "string";
    if (!isWorthIt) return part;
    const key = JSON.stringify(part);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(key, typeof part === "object" && part !== null ? this.share(part) : part);
    return part;
  }
}
