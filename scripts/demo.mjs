// `npm run demo`: a sold ticket finds its way to a receiver that fails at first. `npm run demo -- --exit` ends then.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfNeeded } from './build-if-needed.mjs';
import { apiOf, startDoorbell } from './demo/doorbell.mjs';
import { startReceiver } from './demo/receiver.mjs';
import { bold, cyan, dim, done, green, heading, print, progress, quote, red } from './demo/screen.mjs';

const organizer = '/api/v1/organizers/acmecorp';
const order = { action: 'pretix.event.order.placed', event: 'democon', code: 'ABC23' };
const permissions = ['can_view_organizer', 'can_change_organizer_settings', 'can_send_notifications'];
const longestWaitMs = 30_000;

const requests = new EventEmitter();
/** Ctrl-C, at any moment: everything that was started is then stopped. */
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

async function main() {
  print(`\n${bold('Doorbell demo')}\n`);
  buildIfNeeded();
  const doorbell = await start();
  if (!doorbell) return;
  const receiver = await startReceiver((request) => requests.emit('request', request));
  done(`A sample receiver listens on ${cyan(receiver.url)}; it will fail its first call.`);
  try {
    await Promise.race([show(doorbell, receiver), interrupted]);
  } finally {
    await stop(doorbell, receiver);
  }
}

async function start() {
  const began = Date.now();
  const waiting = progress('Starting Doorbell with its embedded database …');
  try {
    const starting = startDoorbell((sentence) => waiting.change(sentence));
    const doorbell = await Promise.race([starting, interrupted.then(() => undefined)]);
    waiting.stop();
    if (!doorbell) return undefined;
    done(`Doorbell listens on ${cyan(doorbell.url)} ${dim(`(${seconds(Date.now() - began)})`)}`);
    return doorbell;
  } catch (error) {
    waiting.stop();
    throw error;
  }
}

async function show(doorbell, receiver) {
  const { api, token, webhook } = await prepare(doorbell, receiver);
  const first = await record(api);
  showRequest('The receiver got this', first.request);
  const second = await retry(first.request);
  showRequest(`The receiver got it again, ${seconds(second.at - first.request.at)} later`, second);
  await showLog(api, webhook, first.notification);
  showWhatToTry(doorbell, token);
  if (!process.argv.includes('--exit')) await stayUp(doorbell);
}

/** The demo's data directory stays from run to run; its old webhooks point to receivers that are gone. */
async function prepare(doorbell, receiver) {
  const admin = apiOf(doorbell.url, doorbell.adminToken);
  await admin('PUT', `${organizer}/`, { name: 'ACME Corp', slug: 'acmecorp' });
  await admin('PUT', `${organizer}/events/democon/`, { name: 'DemoCon', slug: 'democon' });
  const { results } = await admin('GET', `${organizer}/webhooks/`);
  for (const { id } of results) await admin('DELETE', `${organizer}/webhooks/${id}/?permanent=true`);
  const { token } = await admin('POST', `${organizer}/tokens/`, { name: 'demo', permissions });
  const api = apiOf(doorbell.url, token);
  const webhook = await api('POST', `${organizer}/webhooks/`, {
    target_url: receiver.url,
    all_events: true,
    limit_events: [],
    action_types: ['pretix.event.order.placed', 'pretix.event.order.paid'],
  });
  done('Organizer acmecorp, its event democon, and a webhook for placed and paid orders are there.');
  return { api, token, webhook };
}

async function record(api) {
  heading(`Order ABC23 is placed: POST ${organizer}/notifications/`);
  quote(JSON.stringify(order));
  const arrival = arrivalOf('request');
  const notification = await api('POST', `${organizer}/notifications/`, order);
  const { notification_id: id, deliveries } = notification;
  print(`  ${green('201')} notification ${id}, owed to ${deliveries} webhook`);
  return { notification, request: await arrival };
}

async function arrivalOf(name) {
  const [request] = await once(requests, name, { signal: AbortSignal.timeout(longestWaitMs) });
  return request;
}

function showRequest(title, { head, body, status, answer }) {
  heading(title);
  quote(`${head}\n\n${body}`);
  print(`  It answered ${status === 200 ? green(answer) : red(answer)}.`);
}

async function retry({ at }) {
  const waited = () => Math.round((Date.now() - at) / 1000);
  print();
  const waiting = progress(() => `Doorbell calls again within 5 seconds … ${waited()} s`);
  const request = await arrivalOf('request');
  waiting.stop();
  return request;
}

const columns = [12, 9, 8, 9, 12];
const row = (cells) =>
  `  ${cells.map((cell, index) => String(cell).padEnd(columns[index])).join('  ')}`.trimEnd();

async function showLog(api, webhook, { notification_id: id }) {
  const path = `${organizer}/webhooks/${webhook.id}/calls/`;
  heading(`The log has both calls: GET ${path}`);
  print(dim(row(['time (UTC)', 'attempt', 'status', 'took', 'next call'])));
  for (const call of (await loggedCalls(api, `${path}?notification=${id}`)).toReversed()) {
    const attempt = call.is_retry ? `${call.attempt} retry` : call.attempt;
    const took = `${Math.round(call.execution_time * 1000)} ms`;
    print(row([clock(call.datetime), attempt, call.return_code, took, clock(call.next_attempt) ?? 'none']));
  }
}

/** A call is logged when it is settled, a moment after the receiver has answered. */
async function loggedCalls(api, path) {
  for (let attempt = 0; ; attempt += 1) {
    const { results } = await api('GET', path);
    if (results.length >= 2 || attempt === 50) return results;
    await sleep(100);
  }
}

const clock = (datetime) => datetime?.slice('2026-01-01T'.length, -1);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

function showWhatToTry({ url, dataDirectory }, token) {
  heading('Try it');
  print(`  API         ${cyan(`${url}/api/v1/`)}`);
  print(`  Swagger UI  ${cyan(`${url}/api/docs`)}`);
  print(`  Token       ${token} ${dim('(acmecorp, every permission)')}`);
  print(`  Data        ${dataDirectory}`);
  print();
  print(`  curl -X POST ${url}${organizer}/notifications/ \\`);
  print(`    -H 'Authorization: Token ${token}' -H 'Content-Type: application/json' \\`);
  print(`    -d '{"action":"pretix.event.order.paid","event":"democon","code":"ABC23"}'`);
}

/** Until Ctrl-C; what the receiver gets meanwhile is shown. */
async function stayUp({ exited }) {
  print(`\n${dim('Doorbell stays up, and the receiver prints what it gets. Ctrl-C ends the demo.')}`);
  requests.on('request', (request) => showRequest('The receiver got this', request));
  const { errors } = await exited;
  throw new Error(`Doorbell has ended. ${errors}`);
}

async function stop(doorbell, receiver) {
  const waiting = progress('Stopping …');
  await receiver.close();
  await doorbell.stop();
  waiting.stop();
  done('Stopped.');
}

try {
  await main();
  process.exit(0);
} catch (error) {
  print(`\n${red('The demo cannot go on:')} ${error.message}`);
  process.exit(1);
}
