import { inventoryKey } from "#agent/project/engine-inventory.ts";
import { deployerKeys } from "#agent/project/metadata.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";

/** What the objects of Flux and Argo CD list as their own, for whatever bears no mark of theirs. */
export class Inventories {
  readonly #deployers = new Map<string, string>();
  readonly #unmarked = new Map<string, string>();

  /** The object as it is deployed, by its own mark or else by who lists it. */
  adopt(record: WorkloadRecord): WorkloadRecord {
    if (record.deployedBy !== null || record.owner !== null) return record;
    const deployedBy = this.#deployers.get(inventoryKey(record)) ?? null;
    return deployedBy === null ? record : { ...record, deployedBy };
  }

  /** Takes note of an object, whose own mark it is asked for, as it is or was. */
  note(record: WorkloadRecord, isThere: boolean): void {
    const key = inventoryKey(record);
    const isUnmarked = record.deployedBy === null && record.owner === null;
    if (isThere && isUnmarked) this.#unmarked.set(key, record.uid);
    else if (this.#unmarked.get(key) === record.uid) this.#unmarked.delete(key);
  }

  /** Takes note of what an engine lists now; returns the uids of unmarked objects that this is about. */
  list(
    engine: WorkloadRecord,
    before: readonly string[],
    after: readonly string[],
  ): readonly string[] {
    const [deployer = ""] = deployerKeys(engine).slice(-1);
    const [was, is] = [new Set(before), new Set(after)];
    const gone = before.filter((key) => !is.has(key) && this.#deployers.get(key) === deployer);
    const added = after.filter((key) => !was.has(key));
    for (const key of gone) this.#deployers.delete(key);
    for (const key of added) this.#deployers.set(key, deployer);
    return [...gone, ...added].flatMap((key) => this.#unmarked.get(key) ?? []);
  }
}
