// `npm run receiver`: prints what it gets, a line for each call, until it is stopped.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceivedRequest } from '../answer.js';
import {
  type Certificate,
  type CertificateFault,
  makeCertificates,
  readCertificates,
} from '../certificates.js';
import { startReceiver } from '../receiver.js';
import { FlagFault, helpText, readFlags, type ReceiverFlags } from './receiver-flags.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** Conventional exit code of a wrong command line (EX_USAGE of sysexits.h). */
const usageExitCode = 64;
const shownOfBody = 300;

function show({ method, url, body, bytes, at }: ReceivedRequest, count: number): void {
  const oneLine = body.replaceAll(/\s+/g, ' ');
  const shown = oneLine.length > shownOfBody ? `${oneLine.slice(0, shownOfBody)} …` : oneLine;
  print(`${at.toISOString()} ${count} ${method} ${url} ${bytes.length} bytes ${shown}`);
}

function showAsJson({ method, url, headers, body, at }: ReceivedRequest, count: number): void {
  print(JSON.stringify({ at, count, method, url, headers, body }));
}

/** Made anew for each run; the authority's file is kept until then, for whoever wants to trust it. */
async function certificateOf(fault: CertificateFault): Promise<Certificate> {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-receiver-'));
  const authority = await makeCertificates(directory);
  process.once('exit', () => rmSync(directory, { recursive: true }));
  print(`Its authority, for Doorbell's NODE_EXTRA_CA_CERTS: ${authority}`);
  return (await readCertificates(directory))[fault];
}

async function run({ answer, tls, json, greeting, host, port }: ReceiverFlags): Promise<void> {
  const certificate = tls && (await certificateOf(tls));
  const receiver = await startReceiver({
    host,
    port,
    forgets: true,
    ...(greeting && { greeting }),
    ...(certificate && { certificate }),
    answer: (request, response, count) => {
      (json ? showAsJson : show)(request, count);
      return typeof answer === 'number' ? answer : answer(request, response, count);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
  // Who refuses has nothing else that would keep it running.
  if (greeting === 'refuse') setInterval(() => undefined, 2 ** 30);
  print(json ? JSON.stringify({ url: receiver.url }) : `The receiver is at ${receiver.url}; Ctrl-C ends it.`);
}

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) print(helpText);
  else await run(flags);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(error instanceof FlagFault ? usageExitCode : 1);
}
