import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { freePort } from "#tools/net/free-port.ts";

import { startGuarded } from "./guarded-process.ts";
import type { GuardedProcess } from "./guarded-process.ts";
import { kubeconfigFile } from "./kubeconfig-file.ts";
import type { KubernetesPrograms } from "./programs.ts";
import { untilReady } from "./until-ready.ts";

/** A real API server with its controllers, and how to reach it. */
export interface ControlPlane {
  readonly server: string;
  /** The authority of its certificate, as PEM. */
  readonly ca: string;
  /** The administrator's token. */
  readonly token: string;
  /** A token of a user who may do nothing until a binding for the user `limited` says so. */
  readonly limitedToken: string;
  /** The administrator's kubeconfig file. */
  readonly kubeconfig: string;
  readonly failed: Promise<never>;
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

const tokens = { admin: "stagecoach-admin", limited: "stagecoach-limited" };

/** Starts a control plane in an etcd that may be shared; resolves when its API server is ready. */
export async function startControlPlane(options: {
  readonly programs: KubernetesPrograms;
  readonly name: string;
  readonly folder: string;
  readonly etcd: string;
  /** That of a control plane that was stopped, to start it again. */
  readonly port?: number;
  /** More flags of the API server. */
  readonly flags?: readonly string[];
}): Promise<ControlPlane> {
  const { programs, name, folder, etcd, flags = [] } = options;
  await mkdir(folder, { recursive: true });
  const port = options.port ?? (await freePort());
  const server = `https://127.0.0.1:${port}`;
  const serviceAccountKey = await writeSecrets(folder);
  const parts: GuardedProcess[] = [];
  try {
    parts.push(
      startGuarded({
        program: programs.apiServer,
        logFile: join(folder, "kube-apiserver.log"),
        args: [...apiServerFlags({ name, folder, etcd, port, serviceAccountKey }), ...flags],
      }),
    );
    const ca = await untilReady({ server, token: tokens.admin, folder, parts });
    const kubeconfig = join(folder, "kubeconfig.yaml");
    await writeFile(kubeconfig, kubeconfigFile({ name, server, ca, token: tokens.admin }));
    parts.push(
      startGuarded({
        program: programs.controllerManager,
        logFile: join(folder, "kube-controller-manager.log"),
        args: controllerManagerFlags({ kubeconfig, serviceAccountKey }),
      }),
    );
    const failed = Promise.race(parts.map((part) => part.failed));
    failed.catch(() => undefined);
    const access = { server, ca, token: tokens.admin, limitedToken: tokens.limited, kubeconfig };
    return {
      ...access,
      failed,
      pids: () => parts.flatMap((part) => part.pids()),
      stop: () => stopAll(parts),
    };
  } catch (error) {
    await stopAll(parts);
    throw error;
  }
}

async function writeSecrets(folder: string): Promise<string> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = join(folder, "service-accounts.key");
  await writeFile(key, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  const lines = [`${tokens.admin},admin,1,system:masters`, `${tokens.limited},limited,2`];
  await writeFile(join(folder, "tokens.csv"), `${lines.join("\n")}\n`, { mode: 0o600 });
  return key;
}

function apiServerFlags(options: {
  readonly name: string;
  readonly folder: string;
  readonly etcd: string;
  readonly port: number;
  readonly serviceAccountKey: string;
}): readonly string[] {
  const { name, folder, etcd, port, serviceAccountKey } = options;
  return [
    `--etcd-servers=${etcd}`,
    `--etcd-prefix=/${name}`,
    `--secure-port=${port}`,
    "--bind-address=127.0.0.1",
    `--cert-dir=${join(folder, "certificates")}`,
    `--token-auth-file=${join(folder, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${serviceAccountKey}`,
    `--service-account-signing-key-file=${serviceAccountKey}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    "--endpoint-reconciler-type=none",
    // Pods need no mounted account here, and no kubelet takes the not-ready taint away.
    "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
  ];
}

function controllerManagerFlags(options: {
  readonly kubeconfig: string;
  readonly serviceAccountKey: string;
}): readonly string[] {
  return [
    `--kubeconfig=${options.kubeconfig}`,
    "--controllers=*,-nodelifecycle,-nodeipam",
    "--leader-elect=false",
    "--secure-port=0",
    `--service-account-private-key-file=${options.serviceAccountKey}`,
  ];
}

async function stopAll(parts: readonly GuardedProcess[]): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
}
