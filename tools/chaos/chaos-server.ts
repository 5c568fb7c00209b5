/** An API server that can be made to fall over. */
export interface ChaosServer {
  readonly port: number;
  /** Part of the kubeconfig: how the server at another address of this machine is reached. */
  readonly kubeconfig: (port: number) => string;
  /** Ends every connection and answers none until the returned function is called. */
  readonly stop: () => Promise<() => Promise<void>>;
  /** Forgets what was before: watches from then have to begin anew. */
  readonly compact: () => Promise<void>;
  /** Whether controllers of the cluster make the parts of workloads. */
  readonly hasControllers: boolean;
  readonly close: () => Promise<void>;
}
