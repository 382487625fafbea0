import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from './connector.js';
import { UnreachedTargets } from './unreached-targets.js';

const origin = 'http://target.test:8080';
const target = { protocol: 'http:', hostname: 'target.test', host: 'target.test:8080', port: '8080' };

describe('UnreachedTargets', () => {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  let isDown: boolean;
  let sockets: Socket[];
  let targets: UnreachedTargets;

  const connector: Connector = (_target, callback) => {
    if (isDown) {
      callback(new Error('refused'), null);
      return;
    }
    const socket = connect({ port: (server.address() as AddressInfo).port });
    sockets.push(socket);
    socket.once('connect', () => callback(null, socket));
  };
  const open = (): Promise<Socket | Error | null> =>
    new Promise((resolve) => targets.connect(target, (error, socket) => resolve(socket ?? error)));

  beforeEach(async () => {
    [isDown, sockets] = [true, []];
    targets = new UnreachedTargets(connector);
    await new Promise<void>((resolve) => server.listen(0, resolve));
  });
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  it('knows a target from the first connection that fails to the next that is made', async () => {
    expect(targets.has(origin)).toBe(false);
    await open();
    expect(targets.has(origin)).toBe(true);
    const error = await new Promise((resolve) => targets.connectFirst(origin, resolve));
    expect([error, targets.has(origin)]).toEqual([new Error('refused'), true]);
    isDown = false;
    await new Promise((resolve) => targets.connectFirst(origin, resolve));
    expect(targets.has(origin)).toBe(false);
  });

  it('gives undici the connection that it made, and makes no other', async () => {
    await open();
    isDown = false;
    const lent = await new Promise((resolve) =>
      targets.connectFirst(origin, (_error, use) => use!(() => resolve(open()))),
    );
    expect(sockets).toEqual([lent]);
    expect((lent as Socket).destroyed).toBe(false);
    // Each is for one request.
    expect(await open()).not.toBe(lent);
  });

  it('ends a connection that undici did not need', async () => {
    await open();
    isDown = false;
    await new Promise((resolve) =>
      targets.connectFirst(origin, (_error, use) => resolve(use!(() => undefined))),
    );
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(await open()).toBe(sockets[1]);
  });

  it('keeps nobody waiting for a connection once it is closed', async () => {
    await open();
    isDown = false;
    const stopped = new Error('stopped');
    const answer = new Promise((resolve) => targets.connectFirst(origin, resolve));
    targets.close(stopped);
    expect(await answer).toBe(stopped);
    await sleep(20);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('takes no target for one of these while it has a connection: that may serve its calls', async () => {
    isDown = false;
    const kept = (await open()) as Socket;
    isDown = true;
    await open();
    expect(targets.has(origin)).toBe(false);
    kept.destroy();
    await sleep(1);
    await open();
    expect(targets.has(origin)).toBe(true);
  });
});
