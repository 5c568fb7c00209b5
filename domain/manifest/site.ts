import type { Path } from "./yaml-node.ts";

/**
 * How a place writes an image: one scalar, an entry of a kustomization's `images`, values of a Helm chart, or the
 * text `name=newname:tag` that Argo CD hands to kustomize.
 */
export type SiteForm = "image" | "kustomize" | "helm-values" | "image-override";

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
  /** The Flux image policy (`namespace:name`) whose automation writes this place too. */
  readonly marker?: string;
  /** Why an edit here could be without effect or would change more than the image: such a site takes none. */
  readonly refused?: string;
}
