// Asks the registry for known vulnerabilities of what is installed: first of what runs, then of what builds and tests.
// 0: none but those of scripts/audit-exceptions.json, each with its reason. 1: others. 77: the registry could not be asked.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

const skipped = 77;
/** @type {Record<string, string>} GHSA id: why it does not matter here */
const exceptions = JSON.parse(readFileSync(new URL('audit-exceptions.json', import.meta.url), 'utf8'));
const scopes = [
  { name: 'what runs', options: ['--omit=dev'] },
  { name: 'everything', options: [] },
];

let status = 0;
const seen = new Set();
for (const { name, options } of scopes) {
  const report = await audit(options);
  if (report.auditReportVersion !== 2) {
    console.log(`NOT CHECKED: the registry gives no advisories here (${report.message ?? 'no answer'}).`);
    process.exit(skipped);
  }
  const found = advisoriesOf(report).filter(({ id }) => !seen.has(id));
  for (const { id, text } of found) {
    seen.add(id);
    const reason = exceptions[id];
    if (!reason) status = 1;
    console.log(`${reason ? 'accepted' : 'FOUND'} in ${name}: ${text}${reason ? `: ${reason}` : ''}`);
  }
}
for (const id of Object.keys(exceptions).filter((id) => !seen.has(id))) {
  status = 1;
  console.log(`${id} is not found any more: remove it from scripts/audit-exceptions.json.`);
}
if (status === 0) console.log('No known vulnerability without a written reason.');
process.exitCode = status;

/** What npm says, whatever its exit code; {} where that is no JSON. */
async function audit(options) {
  const stdout = await new Promise((resolve) => {
    execFile(
      'npm',
      ['audit', '--json', ...options],
      { maxBuffer: 2 ** 26, timeout: 60_000 },
      (_error, text) => resolve(text),
    );
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/** Each advisory once; `via` also names packages, which have their own. */
function advisoriesOf({ vulnerabilities }) {
  const all = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((cause) => typeof cause === 'object')
    .map(({ url, name, range, severity, title }) => {
      const id = url.split('/').at(-1);
      return [id, { id, text: `${id} (${severity}) in ${name} ${range}, ${title}` }];
    });
  return [...new Map(all).values()];
}
