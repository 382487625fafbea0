import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@app/testing';
import { RemoteProcess } from '../../bench/stage/remote-process.js';
import { createTenant } from '../../bench/stage/tenant.js';
import { RedisServer } from '../../job-queue/redis-server.js';
import type { TestOrganizer } from '../../setup/organizer.js';
import { ApiRecorder } from '../record/api-recorder.js';
import type { HostProgram } from '../record/host.js';
import { type Journal, together } from '../record/journal.js';
import type { ReceiverProgram } from '../receive/receiver.js';
import { ask, type Database, type DatabaseKind, startDatabase } from './databases.js';
import { Doorbell, type Environment } from './doorbell.js';
import { type LedgerBalance, readLedger } from './ledger.js';
import { commonSettings } from './settings.js';

export interface StageOptions {
  /** Over Bull: an api process and workers; else one process that is everything. */
  readonly queue?: 'bull' | 'in-process';
  readonly workers?: number;
  /** Over Bull, but each process records and calls what it records, as where no roles are set. */
  readonly isWithoutRoles?: boolean;
  /** `embedded`: Doorbell's own, started by itself. */
  readonly database?: DatabaseKind | 'embedded';
  /** Of redis-server. */
  readonly redis?: readonly string[];
  readonly environment?: Environment;
  /** Notifications a second: by the API, emitted, in transactions. */
  readonly rates?: { readonly api: number; readonly emits: number; readonly transactions: number };
  /** The host in the webhooks' URLs. */
  readonly host?: string;
  /** One whose clock and names can be made wrong (machine.mjs). */
  readonly machine?: boolean;
  /** `data` of what is recorded by the API. */
  readonly data?: unknown;
}

/** Webhooks of every stage, by the path of their URLs. */
export const steadyPaths = ['/ok', '/after-300'] as const;
export const flakyPath = '/flaky';
export const disabledPath = '/disabled';
export const allPaths = [...steadyPaths, flakyPath, disabledPath] as const;
export type Path = (typeof allPaths)[number];

const defaultRates = { api: 20, emits: 4, transactions: 6 };

interface Servers {
  readonly database: Database | undefined;
  readonly redis: RedisServer | undefined;
  readonly directory: string;
  /** Where Doorbell's own PostgreSQL has its data. */
  readonly data: string | undefined;
  /** Says what is wrong with the machine. */
  readonly machine: string | undefined;
}

/** What can be wrong with the machine. */
export interface Wrong {
  readonly clockOffsetMs: number;
  /** Those below chaos.test. */
  readonly names: 'well' | 'silent' | 'slow' | 'gone' | 'moved' | 'no-route';
}

/** Everything a scenario is played on, each a process of its own. */
export class Stage {
  readonly webhooks = new Map<string, number>();
  organizer!: TestOrganizer;
  private recorder: ApiRecorder | undefined;
  private host: RemoteProcess<HostProgram> | undefined;
  isStopped = false;
  private readonly takenOut = new Set<Doorbell>();

  private constructor(
    readonly options: StageOptions,
    readonly doorbells: Doorbell[],
    readonly receiver: RemoteProcess<ReceiverProgram>,
    private readonly settings: Environment,
    private readonly servers: Servers,
  ) {}

  static async start(options: StageOptions): Promise<Stage> {
    const servers = await startServers(options);
    const settings = { ...commonSettings, ...placesOf(servers), ...options.environment };
    const receiver = RemoteProcess.start<ReceiverProgram>(new URL('../receive/receiver.ts', import.meta.url));
    const doorbells = await makeDoorbells(options, settings);
    const stage = new Stage(options, doorbells, receiver, settings, servers);
    try {
      await stage.open();
      return stage;
    } catch (error) {
      await stage.stop();
      throw error;
    }
  }

  get redis(): RedisServer {
    return this.servers.redis!;
  }

  get database(): Database {
    return this.servers.database!;
  }

  /** Those that answer requests. */
  get apis(): readonly Doorbell[] {
    return this.doorbells.filter((one) => !one.name.startsWith('worker') && !this.takenOut.has(one));
  }

  /** Those that make calls. */
  get workers(): readonly Doorbell[] {
    return this.doorbells.filter(({ name }) => !name.startsWith('api'));
  }

  get embeddedDirectory(): string {
    return this.servers.data!;
  }

  /** Asks the database, past Doorbell. */
  async ask<Row extends object>(sql: string): Promise<readonly Row[]> {
    return ask<Row>(await this.databaseUrl(), sql);
  }

  /** What `npm run ledger` says of all that was recorded. */
  async readLedger(): Promise<LedgerBalance> {
    return readLedger({ ...this.settings, DATABASE_URL: await this.databaseUrl() });
  }

  /** How many have been accepted through the API so far. */
  get acceptedCount(): number {
    return this.recorder?.acceptedCount ?? 0;
  }

  /** Another process, over the same servers; nobody asks it for anything until it is put in. */
  async add(name: string, environment: Environment, entry?: string): Promise<Doorbell> {
    const doorbell = new Doorbell({
      name,
      port: await freePort(),
      environment: { ...this.settings, ...environment },
      ...(entry ? { entry } : {}),
    });
    this.doorbells.push(doorbell);
    this.takenOut.add(doorbell);
    return doorbell;
  }

  /** From now on it is asked like the others. */
  putIn(doorbell: Doorbell): void {
    this.takenOut.delete(doorbell);
  }

  /** From now on nobody asks it for anything, as a load balancer does before an upgrade. */
  takeOut(doorbell: Doorbell): void {
    this.takenOut.add(doorbell);
  }

  /** From now on something is wrong with the machine that Doorbell runs on. */
  async setMachine(wrong: Wrong): Promise<void> {
    await writeFile(this.servers.machine!, JSON.stringify(wrong));
    for (const doorbell of this.doorbells) doorbell.send('SIGUSR2');
  }

  /** From now on notifications are recorded, in every way there is. */
  async record(): Promise<void> {
    const { rates = defaultRates, queue = 'bull', isWithoutRoles, database, data } = this.options;
    if (database !== 'embedded' && rates.emits + rates.transactions > 0) {
      this.host = RemoteProcess.start<HostProgram>(new URL('../record/host.ts', import.meta.url));
      await this.host.call('start', {
        environment: {
          ...this.settings,
          PORT: '0',
          DOORBELL_ROLE: queue === 'bull' && !isWithoutRoles ? 'api' : 'all',
        },
        emitsPerSecond: rates.emits,
        transactionsPerSecond: rates.transactions,
      });
    }
    this.recorder = new ApiRecorder({
      urls: () => this.apis.map(({ url }) => `${url}${this.organizer.path}/notifications/`),
      token: this.organizer.token,
      perSecond: rates.api,
      ...(data === undefined ? {} : { data }),
    });
  }

  /** Nothing more is recorded; what has no answer yet is asked for until it has one. */
  async endRecording(): Promise<Journal> {
    const [byApi, inProcess] = await Promise.all([this.recorder!.end(), this.host?.call('end', undefined)]);
    return together(inProcess ? [byApi, inProcess] : [byApi]);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.host?.stop();
    await Promise.all(this.doorbells.map(async (doorbell) => doorbell.kill()));
    await this.recorder?.abandon();
    await this.receiver.stop();
    await this.servers.redis?.stop();
    await this.servers.database?.remove();
    const { data, directory } = this.servers;
    const postmaster = data ? await embeddedPostmaster(data).catch(() => undefined) : undefined;
    if (postmaster) killIfThere(postmaster.pid);
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private async open(): Promise<void> {
    await Promise.all(this.doorbells.map(async (doorbell) => doorbell.start()));
    this.organizer = await createTenant(this.apis[0]!.url);
    for (const path of allPaths) {
      const { port } = new URL(await this.receiver.call('listen', undefined));
      // What is wrong with names is so for one receiver: the others must not notice.
      const isNamed = this.options.machine && path === flakyPath;
      const host = isNamed ? 'receiver.chaos.test' : (this.options.host ?? '127.0.0.1');
      const { id } = await this.organizer.createWebhook({ target_url: `http://${host}:${port}${path}` });
      this.webhooks.set(path, id);
    }
  }

  private async databaseUrl(): Promise<string> {
    const { database, data } = this.servers;
    if (database) return database.url;
    const { port } = await embeddedPostmaster(data!);
    const password = (await readFile(join(data!, 'postgres-password'), 'utf8')).trim();
    return `postgres://doorbell:${password}@127.0.0.1:${port}/doorbell`;
  }
}

/** Of Doorbell's own PostgreSQL. */
export async function embeddedPostmaster(
  directory: string,
): Promise<{ readonly pid: number; readonly port: number }> {
  const lines = (await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

async function startServers(options: StageOptions): Promise<Servers> {
  const { queue = 'bull', database = 'plain', redis = [] } = options;
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-chaos-'));
  const machine = options.machine ? join(directory, 'machine.json') : undefined;
  if (machine) await writeFile(machine, JSON.stringify({ clockOffsetMs: 0, names: 'well' } satisfies Wrong));
  if (database === 'embedded')
    return { database: undefined, redis: undefined, data: directory, directory, machine };
  const [started, redisServer] = await Promise.all([
    startDatabase[database](),
    queue === 'bull' ? RedisServer.start(...redis) : undefined,
  ]);
  return { database: started, redis: redisServer, data: undefined, directory, machine };
}

const machineProgram = new URL('machine.mjs', import.meta.url).href;

const placesOf = ({ database, redis, data, machine }: Servers): Environment => ({
  ...(database ? { DATABASE_URL: database.url } : {}),
  ...(redis ? { REDIS_URL: redis.url } : {}),
  ...(data ? { DOORBELL_DATA_DIR: data } : {}),
  ...(machine ? { CHAOS_MACHINE: machine, NODE_OPTIONS: `--import=${machineProgram}` } : {}),
});

async function makeDoorbells(
  { queue = 'bull', workers = 2, isWithoutRoles }: StageOptions,
  settings: Environment,
): Promise<Doorbell[]> {
  const names =
    queue === 'bull'
      ? ['api', ...Array.from({ length: workers }, (_, index) => `worker-${index + 1}`)]
      : ['all'];
  return Promise.all(
    names.map(async (name) => {
      const role = isWithoutRoles ? 'all' : name.split('-')[0]!;
      return new Doorbell({
        name,
        port: await freePort(),
        environment: { ...settings, DOORBELL_ROLE: role },
      });
    }),
  );
}

/** A postmaster whose Doorbell was killed may end by itself in the same moment. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
