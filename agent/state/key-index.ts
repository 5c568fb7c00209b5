const none: ReadonlySet<string> = new Set();

/** Which uids stand under a key. */
export class KeyIndex {
  readonly #uids = new Map<string, Set<string>>();

  get(key: string): ReadonlySet<string> {
    return this.#uids.get(key) ?? none;
  }

  /** Moves the uid from one key to another; null stands for no key. */
  move(
    uid: string,
    { from, to }: { readonly from: string | null; readonly to: string | null },
  ): void {
    if (from === to) return;
    if (from !== null) {
      const uids = this.#uids.get(from);
      uids?.delete(uid);
      if (uids?.size === 0) this.#uids.delete(from);
    }
    if (to === null) return;
    const uids = this.#uids.get(to) ?? new Set();
    this.#uids.set(to, uids.add(uid));
  }
}
