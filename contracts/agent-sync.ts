import { z } from "zod";

const sentence = z.string().max(2000);
const mostConcerned = 300;

/** What keeps an object from being as git says, although the cluster was asked. */
const RefusalReason = z.enum([
  "conflict", // somebody else manages a field that git sets otherwise
  "forbidden", // the agent has no right to it
  "admission", // a webhook, a policy or a quota said no
  "invalid", // the API server does not take it in this form
  "no-such-kind",
  "no-such-namespace",
  "unavailable", // it did not come right within the time that the sync tries
  "refused",
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

const FieldConflict = z.object({
  manager: z.string().max(200),
  /** As the API server writes it: `.spec.replicas`. */
  field: z.string().max(300),
});
/** A field that git sets and somebody else manages. */
export type FieldConflict = z.infer<typeof FieldConflict>;

const ObjectName = {
  kind: z.string().max(200),
  /** Empty for what stands in no namespace. */
  namespace: z.string().max(300),
  name: z.string().max(300),
};
const NamedObject = z.object(ObjectName);
/** An object as people name it. */
export type NamedObject = z.infer<typeof NamedObject>;

/** An object of a sync that has something to be said about it. */
const SyncObject = z.object({
  ...ObjectName,
  state: z.enum([
    ...RefusalReason.options,
    "not-deleted", // git dropped it, and the cluster would not delete it
    "kept", // git dropped it, and it stays until a person decides
    "ignored", // an annotation keeps the sync off it
    "progressing", // applied, and not yet healthy
    "failed", // applied, and will not come right by itself
  ]),
  message: sentence,
  conflicts: z.array(FieldConflict).max(20).default([]),
});
export type SyncObject = z.infer<typeof SyncObject>;

/** What a person has to allow before a sync does it. */
export const SyncConsent = z.enum([
  "force", // take over fields that others manage
  "delete-many", // delete although it is a mass
  "delete-foundations", // delete namespaces and custom resource definitions, with everything in them
]);
export type SyncConsent = z.infer<typeof SyncConsent>;

/** What a sync may be told beside its revision; an agent that does not know it yet leaves it out. */
export const SyncOptions = {
  /** What a person who may do so has agreed to for this one sync. */
  consents: z.array(SyncConsent).max(10).default([]),
  /** The objects that "force" is meant for, as the person saw them; without any it is meant for all. */
  forced: z.array(NamedObject).max(mostConcerned).default([]),
  /** Whether to look at what git did not change too, at once and not only afterwards. */
  thorough: z.boolean().default(false),
};

export const SyncAsk = z.object({
  consent: SyncConsent,
  /** The very objects that it is about. */
  objects: z.array(NamedObject).max(mostConcerned),
  /** Objects that it is about too and found no room. */
  more: z.int().min(0),
});
/** What a person would have to allow, and what it would be done to. */
export type SyncAsk = z.infer<typeof SyncAsk>;

export const SyncSummary = z.object({
  revision: z.string().max(200),
  applied: z.int().min(0),
  unchanged: z.int().min(0),
  pruned: z.int().min(0),
  problems: z.array(sentence).max(50),
  /** The objects that did not simply become what git says; the worst first, the rest left out. */
  objects: z.array(SyncObject).max(100).default([]),
  /** Objects that something could be said about too. */
  more: z.int().min(0).default(0),
  /** What would have been done, had a person allowed it. */
  asks: z.array(SyncConsent).max(10).default([]),
  /** The same with the objects concerned; an agent that does not know it yet leaves it out. */
  asking: z.array(SyncAsk).max(10).default([]),
});
export type SyncSummary = z.infer<typeof SyncSummary>;
