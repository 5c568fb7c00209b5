import { authorize } from "./access.ts";
import { named, readDraft } from "./draft.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { isOn, matcherFor } from "./list-query.ts";
import { listObjects } from "./list.ts";
import { jsonOf } from "./object.ts";
import { applyTypes, patched } from "./patch/apply-patch.ts";
import { podLog } from "./pod-log.ts";
import type { ObjectRegistry, Target, WriteOptions } from "./registry.ts";
import { mediaType, readBody, readObject } from "./request-body.ts";
import { actionOf, deleteOptions, writeOptions } from "./request-options.ts";
import type { ResourceRequest } from "./resource-request.ts";
import { type Resource } from "./resource.ts";
import { badRequest, methodNotAllowed, noSuchResource } from "./status.ts";
import type { ObjectStore } from "./store.ts";
import { bindPod, scaleOf, withScale } from "./subresources.ts";
import type { WatchHub } from "./watch.ts";

export type Answer =
  | { readonly kind: "json"; readonly code: number; readonly body: object }
  | { readonly kind: "text"; readonly code: number; readonly body: string }
  | { readonly kind: "streaming" };

/** Answers the requests for resources, verb by verb. */
export class ResourceRequests {
  readonly #store: ObjectStore;
  readonly #registry: ObjectRegistry;
  readonly #watches: WatchHub;
  readonly #now: () => Date;

  constructor({
    store,
    registry,
    watches,
    now,
  }: {
    store: ObjectStore;
    registry: ObjectRegistry;
    watches: WatchHub;
    now: () => Date;
  }) {
    this.#store = store;
    this.#registry = registry;
    this.#watches = watches;
    this.#now = now;
  }

  async answer(asked: ResourceRequest): Promise<Answer> {
    const { resource, subresource } = asked;
    if (subresource && !resource.subresources.includes(subresource)) throw noSuchResource();
    authorize({ holder: asked.holder, resource, action: actionOf(asked) });
    return asked.name === undefined ? this.#collection(asked) : this.#object(asked, asked.name);
  }

  #collection(asked: ResourceRequest): Answer | Promise<Answer> {
    switch (asked.request.method) {
      case "GET":
        return isOn(asked.query, "watch") ? this.#watch(asked) : this.#list(asked);
      case "POST":
        return this.#create(asked);
      case "DELETE":
        return this.#deleteCollection(asked);
      default:
        throw methodNotAllowed();
    }
  }

  #object(asked: ResourceRequest, name: string): Answer | Promise<Answer> {
    const target: Target = { resource: asked.resource, ref: { namespace: asked.namespace, name } };
    switch (asked.subresource) {
      case "log":
        return { kind: "text", code: 200, body: podLog(this.#registry.get(target), asked.query) };
      case "binding":
        return this.#bind(asked, target);
      case "eviction":
        return this.#evict(target);
      default:
        return this.#readOrWrite(asked, target);
    }
  }

  #readOrWrite(asked: ResourceRequest, target: Target): Answer | Promise<Answer> {
    switch (asked.request.method) {
      case "GET": {
        const object = this.#registry.get(target);
        return json(200, asked.subresource === "scale" ? scaleOf(object) : jsonOf(object));
      }
      case "PUT":
        return this.#update(asked, target);
      case "PATCH":
        return this.#patch(asked, target);
      case "DELETE":
        return this.#delete(asked, target);
      default:
        throw methodNotAllowed();
    }
  }

  #list({ resource, namespace, name, query }: ResourceRequest): Answer {
    if (name !== undefined) throw methodNotAllowed();
    return json(200, listObjects({ store: this.#store, resource, namespace, query }));
  }

  #watch({ resource, namespace, query, response }: ResourceRequest): Answer {
    this.#watches.start({ resource, namespace, query, response });
    return { kind: "streaming" };
  }

  async #create(asked: ResourceRequest): Promise<Answer> {
    const { resource, namespace } = asked;
    const draft = readDraft({ body: await readObject(asked.request), resource, namespace });
    const options = writeOptions(asked);
    return json(201, jsonOf(this.#registry.create({ resource, namespace, draft, options })));
  }

  async #update(asked: ResourceRequest, target: Target): Promise<Answer> {
    const body = await readObject(asked.request);
    const options = writeOptions(asked);
    if (asked.subresource === "scale") return this.#scale(target, body, options);
    const { resource, namespace } = asked;
    readDraft({ body, resource, namespace, name: target.ref.name });
    const next = named(body, target.ref.name);
    return json(200, jsonOf(this.#registry.update({ target, next, options })));
  }

  async #patch(asked: ResourceRequest, target: Target): Promise<Answer> {
    const type = mediaType(asked.request);
    const patch = (await readBody(asked.request)) ?? {};
    const options = writeOptions(asked);
    if (applyTypes.includes(type)) return this.#apply({ asked, target, config: patch, options });
    const object = this.#registry.get(target);
    const { resource } = asked;
    if (asked.subresource === "scale") {
      const scale = patched({ live: scaleOf(object), patch, type, resource });
      return this.#scale(target, scale, options);
    }
    const next = patched({ live: jsonOf(object), patch, type, resource });
    return json(200, jsonOf(this.#registry.update({ target, next, options })));
  }

  #apply({
    asked,
    target,
    config,
    options,
  }: {
    asked: ResourceRequest;
    target: Target;
    config: Json;
    options: WriteOptions;
  }): Answer {
    if (!asked.query.get("fieldManager")) {
      throw badRequest(
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
    }
    if (!isObject(config)) throw badRequest("the applied configuration must be an object");
    const { resource, namespace } = asked;
    readDraft({ body: config, resource, namespace, name: target.ref.name });
    const exists = this.#store.get(resource, keyOf(target)) !== undefined;
    const force = isOn(asked.query, "force");
    const object = this.#registry.apply({
      target,
      config: named(config, target.ref.name),
      force,
      options,
    });
    return json(exists ? 200 : 201, jsonOf(object));
  }

  #scale(target: Target, scale: JsonObject, options: WriteOptions): Answer {
    const next = withScale(this.#registry.get(target), scale);
    const { manager, dryRun } = options;
    const object = this.#registry.update({
      target,
      next,
      options: { manager, ...(dryRun && { dryRun }) },
    });
    return json(200, scaleOf(object));
  }

  async #delete(asked: ResourceRequest, target: Target): Promise<Answer> {
    const options = deleteOptions(asked, await readBody(asked.request));
    const { object, gone } = this.#registry.remove({ target, options });
    if (!gone || asked.resource.kind === "Pod") return json(200, jsonOf(object));
    return json(200, success(asked.resource, object.metadata));
  }

  async #deleteCollection(asked: ResourceRequest): Promise<Answer> {
    const { resource, namespace, query } = asked;
    const options = deleteOptions(asked, await readBody(asked.request));
    const chosen = this.#store.list(resource, namespace).filter(matcherFor(query, resource));
    const list = listObjects({ store: this.#store, resource, namespace, query });
    for (const { metadata } of chosen) {
      this.#registry.remove({ target: { resource, ref: metadata }, options });
    }
    return json(200, list);
  }

  async #bind({ request }: ResourceRequest, target: Target): Promise<Answer> {
    const binding = await readObject(request);
    bindPod({ store: this.#store, target, binding, now: this.#now() });
    return json(201, {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      code: 201,
    });
  }

  #evict(target: Target): Answer {
    this.#registry.remove({ target, options: {} });
    return json(201, {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      code: 201,
    });
  }
}

function json(code: number, body: JsonObject): Answer {
  return { kind: "json", code, body };
}

function keyOf({ ref: { namespace, name } }: Target): string {
  return namespace ? `${namespace}/${name}` : name;
}

function success(resource: Resource, { name, uid }: { name: string; uid: string }): JsonObject {
  const { group, plural } = resource;
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(group && { group }), kind: plural, uid },
  };
}
