import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const certificateFaults = ['valid', 'expired', 'wrong-host', 'untrusted'] as const;
export type CertificateFault = (typeof certificateFaults)[number];

/** PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Server certificates for `localhost` and 127.0.0.1, one without a fault and one with each. */
export type Certificates = Readonly<Record<CertificateFault, Certificate>>;

const hosts = 'DNS:localhost,IP:127.0.0.1';
const dayMs = 86_400_000;

/**
 * Makes the certificates in `directory` with the program `openssl`.
 * @returns the file of the authority that signed all but the untrusted one, for NODE_EXTRA_CA_CERTS.
 */
export async function makeCertificates(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await Promise.all([selfSign(directory, 'authority'), selfSign(directory, 'untrusted')]);
  // One after another: they share the authority's list of what it signed.
  await sign(directory, 'valid', { names: hosts, fromDay: -1, toDay: 2 });
  await sign(directory, 'expired', { names: hosts, fromDay: -3, toDay: -1 });
  await sign(directory, 'wrong-host', { names: 'DNS:elsewhere.example', fromDay: -1, toDay: 2 });
  return join(directory, 'authority.crt');
}

/** Reads what `makeCertificates` made in `directory`. */
export async function readCertificates(directory: string): Promise<Certificates> {
  const pairs = certificateFaults.map(async (fault) => {
    const [key, cert] = await Promise.all(
      ['key', 'crt'].map((suffix) => readFile(join(directory, `${fault}.${suffix}`), 'utf8')),
    );
    return [fault, { key, cert }] as const;
  });
  return Object.fromEntries(await Promise.all(pairs)) as Certificates;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

async function selfSign(directory: string, name: string): Promise<void> {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
  const content = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${hosts}`, '-days', '2'];
  await run('openssl', ['req', '-x509', ...newKey, ...files, ...content], { cwd: directory });
}

interface Content {
  readonly names: string;
  readonly fromDay: number;
  readonly toDay: number;
}

/** `openssl ca` is the one command of OpenSSL 3.0 that can end a certificate in the past. */
async function sign(directory: string, name: string, { names, fromDay, toDay }: Content): Promise<void> {
  const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`];
  await run('openssl', ['req', ...newKey, ...request], { cwd: directory });
  await writeFile(join(directory, 'ca.cnf'), caConfiguration(names));
  await writeFile(join(directory, 'index.txt'), '');
  const dates = ['-startdate', moment(fromDay), '-enddate', moment(toDay)];
  const files = ['-in', `${name}.csr`, '-out', `${name}.crt`, '-notext', '-batch'];
  await run('openssl', ['ca', '-config', 'ca.cnf', ...dates, ...files], { cwd: directory });
}

const caConfiguration = (names: string): string => `
[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = .
certificate = authority.crt
private_key = authority.key
default_md = sha256
rand_serial = yes
policy = any
x509_extensions = server
unique_subject = no
[any]
commonName = supplied
[server]
subjectAltName = ${names}
`;

/** As OpenSSL writes it: YYMMDDHHMMSSZ. */
function moment(daysFromNow: number): string {
  const digits = new Date(Date.now() + daysFromNow * dayMs).toISOString().replaceAll(/[-:T]|\..*/g, '');
  return `${digits.slice(2)}Z`;
}
