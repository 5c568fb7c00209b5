import { workloadKey } from "#domain/glossary.ts";
import type { CellState, Distance, Matrix, MatrixCell, MatrixRow } from "#domain/matrix/model.ts";

import { generatedServices } from "./generated-services.ts";
import type { GeneratedService } from "./generated-services.ts";

const environments = ["dev", "stage", "prod"];
const day = 24 * 3_600_000;
const firstBuild = Date.UTC(2026, 0, 1);
const commitDigits = 7;

/**
 * A matrix as busy organizations have it: each environment is behind by its own amount, one cluster in ten stands
 * elsewhere, some cells are in trouble.
 */
export function generatedMatrix(workloads: number, clusters: number): Matrix {
  const columns = Array.from({ length: clusters }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    name: `${environments[at % 3]}-${at}`,
    environment: environments[at % 3] ?? "dev",
    connected: at !== 7,
    stateAt: new Date(firstBuild + at * 1000).toISOString(),
  }));
  const rows = generatedServices(workloads).map((service, at) => rowOf(service, at, clusters));
  return { columns, rows };
}

function rowOf(service: GeneratedService, at: number, clusters: number): MatrixRow {
  const { namespace, name } = service;
  return {
    key: workloadKey({ namespace, kind: "deployment", name }),
    namespace,
    kind: "deployment",
    name,
    latest: [
      {
        container: name,
        tag: tagOf(at, 0),
        createdAt: new Date(firstBuild + (scatter(at, 1) % 300) * day).toISOString(),
      },
    ],
    cells: Array.from({ length: clusters }, (_, column) =>
      scatter(at, column) % 40 === 0 ? null : cellOf(service, at, column),
    ),
  };
}

function cellOf({ name, image }: GeneratedService, at: number, column: number): MatrixCell {
  const isApart = scatter(at, column + 400) % 10 === 0;
  const behind = scatter(at, isApart ? column : (column % environments.length) + 500) % 6;
  const state = stateOf(scatter(at, column + 100));
  const desired = 1 + (scatter(at, 7) % 6);
  const distance: Distance = behind === 0 ? { kind: "latest" } : { kind: "behind", by: behind };
  return {
    containers: [{ name, init: false, image: `${image}:${tagOf(at, behind)}`, distance }],
    state,
    ready: state === "ok" ? desired : desired - 1,
    desired,
    message: state === "failing" ? `${name} cannot be pulled: the tag does not exist` : "",
    drift: scatter(at, column + 200) % 50 === 0,
    locked: scatter(at, column + 300) % 80 === 0,
    inConfig: true,
  };
}

function stateOf(number: number): CellState {
  if (number % 40 === 0) return "failing";
  return number % 25 === 0 ? "rolling" : "ok";
}

/** `main-` and a commit, another one for every build of every service. */
function tagOf(service: number, back: number): string {
  return `main-${scatter(service, back + 1000)
    .toString(16)
    .padStart(8, "0")
    .slice(-commitDigits)}`;
}

/** A number without a pattern, the same for the same two. */
function scatter(a: number, b: number): number {
  const mixed = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  const turned = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return (turned ^ (turned >>> 13)) >>> 0;
}
