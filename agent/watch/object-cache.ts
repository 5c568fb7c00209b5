/** The least that the cache has to know of an object. */
export interface CachedObject {
  readonly uid: string;
  /** Empty for what stands in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** Called for each object that is new (`before` null), changed or gone (`after` null). */
export type OnChange<T> = (before: T | null, after: T | null) => void;

/** What a watch knows of its objects. An object is its uid: the same name under a new uid is another one. */
export class ObjectCache<T extends CachedObject> {
  readonly #objects = new Map<string, T>();
  /** By namespace and name. */
  readonly #uids = new Map<string, Map<string, string>>();
  readonly #onChange: OnChange<T>;

  constructor(onChange: OnChange<T>) {
    this.#onChange = onChange;
  }

  get(uid: string): T | undefined {
    return this.#objects.get(uid);
  }

  values(): Iterable<T> {
    return this.#objects.values();
  }

  /** Whether an object of this name is there. */
  has(namespace: string, name: string): boolean {
    return this.#uids.get(namespace)?.has(name) ?? false;
  }

  put(object: T): void {
    const { uid, namespace, name } = object;
    const namesake = this.#uids.get(namespace)?.get(name);
    if (namesake !== undefined && namesake !== uid) this.remove(namesake);
    const before = this.#objects.get(uid) ?? null;
    this.#objects.set(uid, object);
    const names = this.#uids.get(namespace) ?? new Map<string, string>();
    this.#uids.set(namespace, names.set(name, uid));
    this.#onChange(before, object);
  }

  remove(uid: string): void {
    const object = this.#objects.get(uid);
    if (object === undefined) return;
    const { namespace, name } = object;
    this.#objects.delete(uid);
    const names = this.#uids.get(namespace);
    if (names?.get(name) === uid) names.delete(name);
    if (names?.size === 0) this.#uids.delete(namespace);
    this.#onChange(object, null);
  }

  /** Makes the list the whole truth of a namespace, or of all where it is null: what is not in it is gone. */
  replace(objects: ReadonlyMap<string, T>, namespace: string | null = null): void {
    for (const [uid, known] of this.#objects) {
      const isCovered = namespace === null || known.namespace === namespace;
      if (isCovered && !objects.has(uid)) this.remove(uid);
    }
    for (const object of objects.values()) this.put(object);
  }
}
