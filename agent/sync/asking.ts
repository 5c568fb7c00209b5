import type { NamedObject, SyncAsk, SyncConsent } from "#contracts/agent-sync.ts";

const mostObjects = 300;
/** Leaves room in a frame for the rest of the answer. */
const mostBytes = 40 * 1024;

/** What a person would have to allow, put together while a sync goes on. */
export class Asking {
  readonly #asks = new Map<SyncConsent, Map<string, NamedObject>>();

  ask(consent: SyncConsent, { kind, namespace, name }: NamedObject): void {
    const objects = this.#asks.get(consent) ?? new Map<string, NamedObject>();
    objects.set([kind, namespace, name].join("|"), { kind, namespace, name });
    this.#asks.set(consent, objects);
  }

  get asks(): readonly SyncAsk[] {
    return [...this.#asks].map(([consent, objects]) => fitting(consent, [...objects.values()]));
  }
}

/** Two lists of what is asked as one; an object that is in both is in it once. */
export function combineAsks(...lists: readonly (readonly SyncAsk[])[]): readonly SyncAsk[] {
  const asking = new Asking();
  const more = new Map<SyncConsent, number>();
  for (const ask of lists.flat()) {
    for (const object of ask.objects) asking.ask(ask.consent, object);
    more.set(ask.consent, (more.get(ask.consent) ?? 0) + ask.more);
  }
  return asking.asks.map((ask) => ({ ...ask, more: ask.more + (more.get(ask.consent) ?? 0) }));
}

function fitting(consent: SyncConsent, all: readonly NamedObject[]): SyncAsk {
  let bytes = 0;
  const objects = all.slice(0, mostObjects).filter((object) => {
    bytes += Buffer.byteLength(JSON.stringify(object));
    return bytes <= mostBytes;
  });
  return { consent, objects, more: all.length - objects.length };
}
