import type { Path } from "./yaml-node.ts";

/** How a place writes an image: one scalar, an entry of a kustomization's `images`, or values of a Helm release. */
export type SiteForm = "image" | "kustomize" | "helm-values";

export interface SiteScalar {
  readonly role: "image" | "name" | "tag" | "digest" | "registry" | "repository";
  /** Keys from the document's root; keys below a text lead into the YAML that this text holds. */
  readonly path: Path;
  readonly value: string;
  /** Whether the path does not hold the value yet; an edit adds it there. */
  readonly isUnwritten?: boolean;
}

/** The one place where an edit of a container's image takes effect. */
export interface ImageSite {
  readonly file: string;
  readonly document: number;
  readonly line: number;
  readonly form: SiteForm;
  readonly scalars: readonly SiteScalar[];
  /**
   * The map that scalars can be added to, and the image that the site builds on: what a kustomization's entry is
   * applied to, or what Helm values from several documents give together.
   */
  readonly insertAt?: { readonly path: Path; readonly inherited: string };
}
