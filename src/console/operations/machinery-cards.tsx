import type { RedisState } from '@contracts/health';
import type { JSX } from 'preact';
import { useFrame, useTexts } from '../layout/frame.js';
import { bytesText } from '../layout/amounts.js';
import { Card, Fact } from '../layout/card.js';
import type { OperationsReport } from './operations-report.service.js';

type MachinesProps = Pick<OperationsReport, 'installation' | 'processes'>;

/** Database and queue. */
export function Machines({ installation, processes }: MachinesProps): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.database;
  const { database } = installation;
  const write = (number: number): string => number.toLocaleString(language);
  return (
    <Card id="machines-title" title={words.title}>
      <dl class="card-body db-pairs">
        <Fact label={words.connections}>
          {words.of(write(database.connections), write(database.mostConnections))}
        </Fact>
        <Fact label={words.size}>{bytesText(database.bytes, language)}</Fact>
        <Fact label={words.partitions}>{write(database.partitions)}</Fact>
        <Fact label={words.jobs}>
          <Jobs processes={processes} />
        </Fact>
        <Redis redis={installation.redis} />
      </dl>
    </Card>
  );
}

/** Redis is asked by every process: the last one to speak knows best. One queue in a process is its own. */
function Jobs({ processes }: Pick<MachinesProps, 'processes'>): JSX.Element {
  const { texts, language } = useFrame();
  const alive = processes.filter(({ isGone }) => !isGone);
  const [last] = alive.toSorted((a, b) => b.seen.getTime() - a.seen.getTime());
  const jobs = last ? last.jobsWaiting : null;
  return <>{jobs === null ? texts.operations.database.jobsUnknown : jobs.toLocaleString(language)}</>;
}

function Redis({ redis }: { readonly redis: RedisState | 'none' | 'away' }): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.database;
  if (typeof redis === 'string') {
    return <Fact label={words.redis}>{redis === 'none' ? words.redisNone : words.redisAway}</Fact>;
  }
  const { usedBytes, mostBytes, evictionPolicy } = redis;
  const used = bytesText(usedBytes, language);
  return (
    <>
      <Fact label={words.redis}>
        {mostBytes === 0 ? words.redisUnlimited(used) : words.redisOf(used, bytesText(mostBytes, language))}
      </Fact>
      <Fact label={words.policy}>
        <span class="db-technical">{evictionPolicy}</span>
        {evictionPolicy !== 'noeviction' && <span class="db-warning db-line">{words.policyWarning}</span>}
      </Fact>
    </>
  );
}

export function Versions({ installation }: Pick<OperationsReport, 'installation'>): JSX.Element {
  const { versions: words } = useTexts().operations;
  const { language } = useFrame();
  const { doorbell, node, database, redis } = installation;
  const { pendingMigrations } = database;
  return (
    <Card id="versions-title" title={words.title}>
      <dl class="card-body db-pairs">
        <Fact label={words.doorbell}>{doorbell}</Fact>
        <Fact label={words.node}>{node}</Fact>
        <Fact label={words.postgresql}>{database.version}</Fact>
        {typeof redis === 'object' && <Fact label={words.redis}>{redis.version}</Fact>}
        <Fact label={words.migrations}>
          {pendingMigrations === 0 ? (
            words.current
          ) : (
            <span class="db-fault">{words.pending(pendingMigrations.toLocaleString(language))}</span>
          )}
        </Fact>
      </dl>
    </Card>
  );
}
