import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** From the system, as git is. */
const program = "openssl";
const ecKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test's own, in a folder that goes with it. */
export class TlsAuthority {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "authority-"));
  /** The authority's certificate, as a file of PEM. */
  readonly file = path.join(this.#folder, "ca.crt");
  readonly #key = path.join(this.#folder, "ca.key");

  constructor(name = "Acme Test Authority") {
    const to = ["-keyout", this.#key, "-out", this.file];
    run(["req", "-x509", ...ecKey, "-days", "30", "-subj", `/O=${name}/CN=${name}`, ...to]);
  }

  /** A certificate for a host name, from `days.from` to `days.until` from now. */
  issue(host: string, days = { from: -1, until: 30 }): Certificate {
    const base = path.join(this.#folder, host);
    const [key, request, cert] = [`${base}.key`, `${base}.csr`, `${base}.crt`];
    writeFileSync(`${base}.ext`, `subjectAltName=DNS:${host}\n`);
    run(["req", ...ecKey, "-subj", `/CN=${host}`, "-keyout", key, "-out", request]);
    const by = ["-config", this.#config(), "-cert", this.file, "-keyfile", this.#key];
    const time = ["-startdate", moment(days.from), "-enddate", moment(days.until)];
    const files = ["-in", request, "-out", cert, "-extfile", `${base}.ext`];
    run(["ca", "-batch", "-notext", ...by, ...time, ...files]);
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  }

  /** `openssl ca` keeps books, and alone lets the beginning of a certificate be chosen. */
  #config(): string {
    const index = path.join(this.#folder, "index.txt");
    const file = path.join(this.#folder, "ca.conf");
    const sections = [
      "[ca]\ndefault_ca=own",
      `[own]\ndatabase=${index}\nnew_certs_dir=${this.#folder}\ndefault_md=sha256`,
      "rand_serial=yes\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n",
    ];
    writeFileSync(index, "");
    writeFileSync(file, sections.join("\n"));
    return file;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function run(args: readonly string[]): void {
  execFileSync(program, args, { stdio: "ignore" });
}

/** As in 20260301120000Z. */
function moment(daysFromNow: number): string {
  const time = new Date(Date.now() + daysFromNow * 86_400_000).toISOString();
  return `${time.slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
}
