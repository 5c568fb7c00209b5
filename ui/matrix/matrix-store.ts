import type { MatrixResponse } from "#contracts/api/matrix.ts";
import type { StreamEvent } from "#contracts/events.ts";
import { unpackMatrix, unpackRow } from "#contracts/matrix-codec.ts";
import type { Matrix, MatrixRow } from "#domain/matrix/model.ts";

type Listener = () => void;

/**
 * The matrix of an open page. Each shown row listens to itself alone, so that a change renders one row;
 * who listens to the whole hears of it at most every tenth of a second.
 */
export class MatrixStore {
  #matrix: Matrix;
  #rows: Map<string, MatrixRow>;
  #asOf: number;
  #settling = false;
  readonly #rowListeners = new Map<string, Set<Listener>>();
  readonly #listeners = new Set<Listener>();

  constructor(response: MatrixResponse) {
    this.#matrix = sorted(unpackMatrix(response));
    this.#rows = new Map(this.#matrix.rows.map((row) => [row.key, row]));
    this.#asOf = response.asOf;
  }

  /** The number of the last event that the matrix includes. */
  get asOf(): number {
    return this.#asOf;
  }

  readonly matrix = (): Matrix => this.#matrix;

  row(key: string): MatrixRow | null {
    return this.#rows.get(key) ?? null;
  }

  /** Replaces everything, unless it is older than what is here. */
  load(response: MatrixResponse): void {
    if (response.asOf < this.#asOf) return;
    this.#matrix = sorted(unpackMatrix(response));
    this.#rows = new Map(this.#matrix.rows.map((row) => [row.key, row]));
    this.#asOf = response.asOf;
    for (const key of this.#rowListeners.keys()) this.#tellRow(key);
    for (const listener of this.#listeners) listener();
  }

  /** Takes one event; those that the matrix includes already change nothing. */
  apply(seq: number, event: StreamEvent): void {
    if (seq <= this.#asOf) return;
    this.#asOf = seq;
    switch (event.kind) {
      case "row":
        this.#rows.set(event.key, unpackRow(event.update));
        return this.#changed(event.key);
      case "row-gone":
        this.#rows.delete(event.key);
        return this.#changed(event.key);
      case "cluster":
        this.#matrix = { ...this.#matrix, columns: this.#columnsAfter(event) };
        return this.#changed(null);
      case "matrix":
      case "release":
      case "plan":
      case "sync":
      case "pod-logs":
        return;
    }
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  subscribeRow(key: string, listener: Listener): () => void {
    const listeners = this.#rowListeners.get(key) ?? new Set();
    this.#rowListeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#rowListeners.delete(key);
    };
  }

  #columnsAfter(event: Extract<StreamEvent, { kind: "cluster" }>): Matrix["columns"] {
    return this.#matrix.columns.map((column) =>
      column.id === event.id
        ? { ...column, connected: event.connected, stateAt: event.stateAt }
        : column,
    );
  }

  #changed(key: string | null): void {
    if (key !== null) this.#tellRow(key);
    if (this.#settling) return;
    this.#settling = true;
    setTimeout(() => this.#settle(), 100);
  }

  #settle(): void {
    this.#settling = false;
    this.#matrix = sorted({ columns: this.#matrix.columns, rows: [...this.#rows.values()] });
    for (const listener of this.#listeners) listener();
  }

  #tellRow(key: string): void {
    for (const listener of this.#rowListeners.get(key) ?? []) listener();
  }
}

function sorted({ columns, rows }: Matrix): Matrix {
  return {
    columns,
    rows: [...rows].toSorted(
      (a, b) =>
        compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.kind, b.kind),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
