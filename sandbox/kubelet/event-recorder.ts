import type { ApiClient } from "#sandbox/api/api-client.ts";
import { timestamp, type KubeObject } from "#sandbox/kubernetes/object.ts";

export interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** The container the event is about, by its field path. */
  readonly fieldPath?: string;
}

/** Writes the events of one pod; a repeated one is counted instead of written again. */
export class EventRecorder {
  readonly #client: ApiClient;
  readonly #pod: KubeObject;
  readonly #component: string;
  readonly #host: string;
  readonly #now: () => Date;
  readonly #written = new Map<string, { readonly name: string; count: number }>();

  constructor({
    client,
    pod,
    component,
    host,
    now,
  }: {
    client: ApiClient;
    pod: KubeObject;
    component: string;
    host: string;
    now: () => Date;
  }) {
    this.#client = client;
    this.#pod = pod;
    this.#component = component;
    this.#host = host;
    this.#now = now;
  }

  /** Events are best effort: one that cannot be written is lost, as in a real cluster. */
  record(event: RecordedEvent): void {
    const key = `${event.reason} ${event.fieldPath ?? ""} ${event.message}`;
    const known = this.#written.get(key);
    if (known) this.#count(known);
    else this.#write(key, event);
  }

  #count(known: { readonly name: string; count: number }): void {
    known.count += 1;
    this.#send({
      method: "PATCH",
      path: `${this.#path()}/${known.name}`,
      contentType: "application/merge-patch+json",
      body: { count: known.count, lastTimestamp: timestamp(this.#now()) },
    });
  }

  #write(key: string, { type, reason, message, fieldPath }: RecordedEvent): void {
    const { name, namespace, uid, resourceVersion } = this.#pod.metadata;
    const time = this.#now();
    const eventName = `${name}.${time.getTime().toString(16)}${this.#component[0] ?? ""}${this.#written.size.toString(16)}`;
    this.#written.set(key, { name: eventName, count: 1 });
    this.#send({
      method: "POST",
      path: this.#path(),
      body: {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: eventName, namespace },
        involvedObject: {
          apiVersion: "v1",
          kind: "Pod",
          name,
          namespace,
          uid,
          resourceVersion,
          ...(fieldPath && { fieldPath }),
        },
        type,
        reason,
        message,
        source: { component: this.#component, ...(this.#host && { host: this.#host }) },
        reportingComponent: this.#component,
        reportingInstance: this.#host,
        firstTimestamp: timestamp(time),
        lastTimestamp: timestamp(time),
        count: 1,
      },
    });
  }

  #path(): string {
    return `/api/v1/namespaces/${this.#pod.metadata.namespace ?? "default"}/events`;
  }

  #send(request: Parameters<ApiClient["request"]>[0]): void {
    this.#client.request(request).catch(() => undefined);
  }
}
